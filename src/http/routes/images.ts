import type Router from '@koa/router';
import type { Context } from 'koa';
import type { ImagesShown } from '#src/contract/images.ts';
import { person as personIn } from '#src/domain/house/house.ts';
import { type InstitutionId, id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { onePicture, openImages } from '#src/usecases/imaging/open-images.ts';
import { reportDrawings } from '#src/usecases/imaging/report-drawings.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import type { OpenDownloads } from '../open-downloads.ts';
import { OpenWalks } from '../open-walks.ts';
import { picturesOf } from '../series-in-room.ts';
import { annotationShape, priorShape, type ReportedDrawing, reportedShapes, walkShape } from '../shapes/image-shape.ts';
import { giveSqueezed } from '../squeezed.ts';
import { askerOf } from '../who.ts';
import { imageMarkRoutes } from './image-marks.ts';
import { imagePriorRoutes } from './image-priors.ts';
import { imageWalkRoutes } from './image-walks.ts';
import type { OpenScreens } from './live.ts';

type Gathers<Found> = (
  files: readonly { readonly file: string; readonly bytes: (length?: number) => Promise<Uint8Array> }[],
) => Promise<readonly Found[]>;
type Bytes = (patient: string, file: string, length?: number) => Promise<Uint8Array>;
/** What the pictures' reader can do; see the port `Imaging`. */
export type ImageParts = {
  readonly world: World;
  readonly imaging: Parameters<typeof reportDrawings>[0]['imaging'] & {
    readonly seriesIn: Gathers<unknown>;
    readonly recordingsIn: Gathers<unknown>;
    readonly drawingsIn: Gathers<ReportedDrawing>;
    readonly recording: (bytes: Uint8Array) => unknown;
    readonly picture: (bytes: Uint8Array, frame: number) => Promise<Uint8Array>;
  };
  readonly wholeFile: Bytes;
  readonly screens: OpenScreens;
  readonly downloads: OpenDownloads;
};

/** The pictures of a referral: which there are, each by itself, and what people draw on them. */
export function imageRoutes(router: Router, parts: ImageParts): void {
  const { world, imaging, wholeFile, screens, downloads } = parts;
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const file = (ctx: Context & { params?: Record<string, string> }) => id<UploadId>(ctx.params?.['file'] ?? '');

  const write = writesForReader(world);

  const pictures = picturesOf((files) => imaging.seriesIn(files), wholeFile);
  const walks = new OpenWalks({
    // Every instance holds every walk and tells its own screens.
    tell: (referral, walk) =>
      screens.tell({ kind: 'walk', id: referral, walk: walkShape(world.house, walk) }, (person) =>
        screens.wereGiven(referral, person.id),
      ),
    leash: (referral, who, cut) => {
      const found = personIn(world.house, who);
      if (!found) return () => undefined;
      const leash = downloads.begin(found, referral);
      leash.onCut(cut);
      return leash.end;
    },
    say: (text) => screens.instances.say('walks', text),
  });
  screens.instances.listen('walks', walks.ears);

  router.get('/api/referrals/:id/images', async (ctx) => {
    const { person } = askerOf(ctx);
    const opened = await write((page) => openImages(world)(page, which(ctx), person));
    const { annotations, remarks } = opened;
    // The first reading opens every header; the others find them open.
    const { series, slices: files } = await pictures(opened.files);
    const reported = reportedShapes(await imaging.drawingsIn(files), series, annotations);
    const ecgs = await imaging.recordingsIn(files);
    screens.give(which(ctx), person.id);
    const walk = walks.of(which(ctx));
    ctx.body = {
      code: opened.code,
      series,
      priors: opened.priors.map((one) => priorShape(world.house, one)),
      annotations: annotations.map((one) => annotationShape(world.house, person.id, one, remarks)),
      reported,
      // The port's recordings have the contract's shape, as its own test holds.
      ecgs: ecgs as ImagesShown['ecgs'],
      ...(walk ? { walk: walkShape(world.house, walk) } : {}),
    } satisfies ImagesShown;
  });

  router.get('/api/referrals/:id/images/report', async (ctx) => {
    const { bytes, code } = await reportDrawings({ ...world, imaging, wholeFile })(which(ctx), askerOf(ctx).person);
    ctx.type = 'application/dicom';
    ctx.set('cache-control', 'no-store');
    // The name says the code of the referral and nothing of the patient.
    ctx.attachment(`referral-${code}-drawings.dcm`);
    ctx.body = Buffer.from(bytes);
  });

  router.get('/api/referrals/:id/images/:file/ecg', async (ctx) => {
    const { person } = askerOf(ctx);
    const found = await write((page) => onePicture(world)(page, which(ctx), file(ctx), person));
    ctx.body = imaging.recording(await wholeFile(found.patient, found.id));
  });

  // Before the next door, which would take `marks` for the name of a file.
  const toSides = (referral: ReferralId, { from, to }: { readonly from: InstitutionId; readonly to: InstitutionId }) =>
    screens.announce({ kind: 'consultation', id: referral }, { at: [from, to] });
  imageMarkRoutes(router, world, (referral) => {
    screens.announce({ kind: 'images', id: referral }, { given: referral });
    // What is said at a drawing stands among the questions of both sides; a screen that misses this word asks again by itself.
    void world.ledger
      .read((page) => page.referrals.get(referral))
      .then((row) => row && toSides(referral, row.referral))
      .catch(() => world.log.warn({ referral }, 'open screens were not told of a remark'));
  });
  imageWalkRoutes(router, world, walks, downloads);
  imagePriorRoutes(router, world, pictures);

  router.get('/api/referrals/:id/images/:file', async (ctx) => {
    const { person } = askerOf(ctx);
    const leash = downloads.begin(person, which(ctx));
    ctx.res.once('close', leash.end);
    const found = await write((page) => onePicture(world)(page, which(ctx), file(ctx), person));
    const bytes = await wholeFile(found.patient, found.id);
    leash.onCut(() => ctx.res.destroy());
    ctx.type = 'application/dicom';
    ctx.set('cache-control', 'no-store');
    if (leash.isCut()) return;
    await giveSqueezed(ctx, bytes, 'fast');
    // Squeezing took a moment; leave may have ended in it.
    if (leash.isCut()) ctx.body = null;
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
}
