import type Router from '@koa/router';
import type { Context } from 'koa';
import { type AnnotationShown, annotationAsked, type ImagesShown } from '#src/contract/images.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { annotate, eraseAnnotation } from '#src/usecases/imaging/annotate.ts';
import { onePicture, openImages } from '#src/usecases/imaging/open-images.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import type { OpenDownloads } from '../open-downloads.ts';
import { namedPerson } from '../shapes/referral-shape.ts';
import { askerOf } from '../who.ts';
import type { OpenScreens } from './live.ts';

type Bytes = (patient: string, file: string) => Promise<Uint8Array>;
/** What the pictures' reader can do; see the port `Imaging`. */
export type ImageParts = {
  readonly world: World;
  readonly imaging: {
    readonly seriesIn: (
      files: readonly { readonly file: string; readonly bytes: () => Promise<Uint8Array> }[],
    ) => Promise<readonly unknown[]>;
    readonly picture: (bytes: Uint8Array, frame: number) => Promise<Uint8Array>;
  };
  readonly wholeFile: Bytes;
  readonly screens: OpenScreens;
  readonly downloads: OpenDownloads;
};

/** The pictures of a referral: which there are, each by itself, and what people draw on them. */
export function imageRoutes(router: Router, { world, imaging, wholeFile, screens, downloads }: ImageParts): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const file = (ctx: Context & { params?: Record<string, string> }) => id<UploadId>(ctx.params?.['file'] ?? '');

  const write = writesForReader(world);

  const shape = (
    {
      by,
      at,
      referral: _r,
      patient: _p,
      erased: _e,
      points,
      ...rest
    }: Awaited<ReturnType<ReturnType<typeof annotate>>>,
    me: string,
  ): AnnotationShown => ({
    ...rest,
    points: points.map(([x, y]) => [x, y]),
    by: namedPerson(world.house, by),
    mine: by === me,
    at: at.toISOString(),
  });

  router.get('/api/referrals/:id/images', async (ctx) => {
    const { person } = askerOf(ctx);
    const { files, annotations } = await write((page) => openImages(world)(page, which(ctx), person));
    const series = await imaging.seriesIn(
      files.map((one) => ({ file: one.id, bytes: () => wholeFile(one.patient, one.id) })),
    );
    // The port's series have the contract's shape; the contract's own test holds them to it.
    ctx.body = { series, annotations: annotations.map((one) => shape(one, person.id)) } as ImagesShown;
  });

  router.get('/api/referrals/:id/images/:file', async (ctx) => {
    const { person } = askerOf(ctx);
    const leash = downloads.begin(person, which(ctx));
    ctx.res.once('close', leash.end);
    const found = await write((page) => onePicture(world)(page, which(ctx), file(ctx), person));
    const bytes = await wholeFile(found.patient, found.id);
    leash.onCut(() => ctx.res.destroy());
    ctx.type = 'application/dicom';
    ctx.set('cache-control', 'no-store');
    if (!leash.isCut()) ctx.body = Buffer.from(bytes);
  });

  router.get('/api/referrals/:id/images/:file/picture', async (ctx) => {
    const { person } = askerOf(ctx);
    const found = await write((page) => onePicture(world)(page, which(ctx), file(ctx), person));
    const frame = Number(ctx.query['frame'] ?? 0);
    const picture = await imaging.picture(
      await wholeFile(found.patient, found.id),
      Number.isInteger(frame) && frame >= 0 ? frame : 0,
    );
    ctx.type = 'image/jpeg';
    ctx.set('cache-control', 'no-store');
    ctx.body = Buffer.from(picture);
  });

  router.post('/api/referrals/:id/images/annotations', async (ctx) => {
    const { text, ...asked } = await bodyOf(ctx, annotationAsked);
    const { person } = askerOf(ctx);
    const made = await write((page) =>
      annotate(world)(page, which(ctx), person, { ...asked, ...(text ? { text } : {}) }),
    );
    screens.tell({ kind: 'images', id: which(ctx) }, () => true);
    ctx.body = shape(made, person.id);
  });

  router.delete('/api/referrals/:id/images/annotations/:annotation', async (ctx) => {
    const { person } = askerOf(ctx);
    await write((page) => eraseAnnotation(world)(page, which(ctx), person, ctx.params['annotation'] ?? ''));
    screens.tell({ kind: 'images', id: which(ctx) }, () => true);
    ctx.status = 204;
  });
}
