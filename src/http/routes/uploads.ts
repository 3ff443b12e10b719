import type Router from '@koa/router';
import { type UploadStanding, uploadAsked, uploadFinish } from '#src/contract/upload.ts';
import { type HotlineId, id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { beginUpload, finishUpload, ownUpload, type Uploads } from '#src/usecases/uploading/page-upload.ts';
import { bodyOf, bytesOf } from '../body.ts';
import { askerOf } from '../who.ts';

const pieceBytes = 1024 * 1024;

/** Files from the page, piece by piece; a cut network or a closed app goes on where it stopped. */
export function uploadRoutes(router: Router, uploads: Uploads): void {
  type Known = Awaited<ReturnType<typeof ownUpload>>;
  const standingOf = async (upload: Known): Promise<UploadStanding> => ({
    id: upload.id,
    received: upload.state === 'expected' ? await uploads.staging.received(upload.id) : (upload.bytes ?? 0),
    bytes: upload.bytes ?? 0,
    pieceBytes,
    state: upload.state === 'expected' ? 'receiving' : upload.state === 'refused' ? 'refused' : 'kept',
    ...(upload.referral ? { referral: upload.referral } : {}),
    ...(upload.refusal ? { refusal: upload.refusal } : {}),
  });

  router.post('/api/uploads', async (ctx) => {
    const { referral, hotline, ...asked } = await bodyOf(ctx, uploadAsked);
    const by = askerOf(ctx).person;
    ctx.body = await standingOf(
      await beginUpload(uploads)({
        by,
        ...asked,
        ...(referral ? { referral: id<ReferralId>(referral) } : {}),
        ...(hotline ? { hotline: id<HotlineId>(hotline) } : {}),
      }),
    );
  });

  router.get('/api/uploads/:id', async (ctx) => {
    ctx.body = await standingOf(await ownUpload(uploads, id<UploadId>(ctx.params['id'] ?? ''), askerOf(ctx).person));
  });

  router.put('/api/uploads/:id', async (ctx) => {
    const upload = await ownUpload(uploads, id<UploadId>(ctx.params['id'] ?? ''), askerOf(ctx).person);
    const from = Number(ctx.query['from']);
    const here = await uploads.staging.received(upload.id);
    if (upload.state === 'expected') {
      const bytes = await bytesOf(ctx, pieceBytes);
      if (from !== here)
        throw new Refused('referral.changed-meanwhile', `Upload ${upload.id} goes on at ${here}`, { received: here });
      if (here + bytes.length > (upload.bytes ?? 0))
        throw new Refused('upload.too-large', `Upload ${upload.id} is longer than it said`, {
          limit: upload.bytes ?? 0,
        });
      await uploads.staging.put(upload.id, from, bytes);
    }
    ctx.body = await standingOf(upload);
  });

  router.post('/api/uploads/:id/finish', async (ctx) => {
    const { sha256 } = await bodyOf(ctx, uploadFinish);
    ctx.body = await standingOf(
      await finishUpload(uploads)(id<UploadId>(ctx.params['id'] ?? ''), askerOf(ctx).person, sha256),
    );
  });
}
