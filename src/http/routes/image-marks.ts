import type Router from '@koa/router';
import type { Context } from 'koa';
import { annotationAsked, type MarksShown, type RemarkAsked, remarkAsked } from '#src/contract/images.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { annotate, eraseAnnotation } from '#src/usecases/imaging/annotate.ts';
import { freshMarks } from '#src/usecases/imaging/open-images.ts';
import { hearRemark, remark, type Said } from '#src/usecases/imaging/remark.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { annotationShape } from '../shapes/image-shape.ts';
import { askerOf } from '../who.ts';

/** A recording of two minutes in base64, and the rest. */
const mostBody = 1_600_000;

/** What people put on pictures and say about them. Everybody who has these images open is told that there is something new. */
export function imageMarkRoutes(router: Router, world: World, tell: (referral: ReferralId) => void): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const write = writesForReader(world);

  router.get('/api/referrals/:id/images/marks', async (ctx) => {
    const { person } = askerOf(ctx);
    const { annotations, remarks } = await write((page) => freshMarks(world)(page, which(ctx), person));
    ctx.body = {
      annotations: annotations.map((one) => annotationShape(world.house, person.id, one, remarks)),
    } satisfies MarksShown;
  });

  router.post('/api/referrals/:id/images/annotations', async (ctx) => {
    const { text, remark: first, ...asked } = await bodyOf(ctx, annotationAsked, mostBody);
    const { person } = askerOf(ctx);
    const { annotation, remarks } = await write((page) =>
      annotate(world)(page, which(ctx), person, { ...asked, ...(text ? { text } : {}) }, first && saidIn(first)),
    );
    tell(which(ctx));
    ctx.body = annotationShape(world.house, person.id, annotation, remarks);
  });

  router.delete('/api/referrals/:id/images/annotations/:annotation', async (ctx) => {
    const { person } = askerOf(ctx);
    await write((page) => eraseAnnotation(world)(page, which(ctx), person, ctx.params['annotation'] ?? ''));
    tell(which(ctx));
    ctx.status = 204;
  });

  router.post('/api/referrals/:id/images/annotations/:annotation/remarks', async (ctx) => {
    const said = saidIn(await bodyOf(ctx, remarkAsked, mostBody));
    const { person } = askerOf(ctx);
    await write((page) => remark(world)(page, which(ctx), person, ctx.params['annotation'] ?? '', said));
    tell(which(ctx));
    ctx.status = 204;
  });

  router.get('/api/referrals/:id/images/remarks/:remark/voice', async (ctx) => {
    const { person } = askerOf(ctx);
    const { mime, bytes } = await write((page) =>
      hearRemark(world)(page, which(ctx), person, ctx.params['remark'] ?? ''),
    );
    ctx.type = mime;
    ctx.set('cache-control', 'no-store');
    ctx.body = Buffer.from(bytes);
  });
}

const saidIn = ({ text, voice }: RemarkAsked): Said =>
  voice
    ? { voice: { seconds: voice.seconds, peaks: voice.peaks }, sound: Buffer.from(voice.audio, 'base64') }
    : { text: text ?? '' };
