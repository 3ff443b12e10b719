import { createHash } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { UploadAsked, UploadStanding } from '#src/contract/upload.ts';
import { json, Refusal, raw } from './miniapp-wire.ts';

export type Held = UploadStanding & { readonly key: string; readonly bytes: number; body: Buffer };

/** What of the pretending service the files need. `cuts` counts down. */
type UploadShelf = { readonly uploads: Map<string, Held>; readonly pieceBytes: number; cuts: number };

/** Resumable files, kept in memory; a piece can be cut half way. */
export function uploadRoutes(router: Router, shelf: UploadShelf): void {
  const held = (ctx: Context): Held => {
    // The router fills it for every path with :id.
    const found = shelf.uploads.get((ctx as Context & { params: { id: string } }).params.id);
    if (!found) throw new Refusal(404, 'upload.not-found');
    return found;
  };
  router.post('/api/uploads', async (ctx) => {
    const { key, bytes, referral } = await json<UploadAsked>(ctx);
    const known = [...shelf.uploads.values()].find((one) => one.key === key);
    const id = `upload-${shelf.uploads.size + 1}`;
    const fresh: Held = {
      id,
      key,
      bytes,
      received: 0,
      pieceBytes: shelf.pieceBytes,
      state: 'receiving',
      referral: referral ?? 'ref-draft',
      body: Buffer.alloc(0),
    };
    if (!known) shelf.uploads.set(id, fresh);
    ctx.body = standing(known ?? fresh);
  });
  router.get('/api/uploads/:id', (ctx) => {
    ctx.body = standing(held(ctx));
  });
  router.put('/api/uploads/:id', async (ctx) => {
    const upload = held(ctx);
    if (shelf.cuts > 0) {
      shelf.cuts -= 1;
      ctx.req.socket.destroy();
      return;
    }
    const piece = await raw(ctx);
    const from = Number(ctx.query['from']);
    if (from !== upload.body.length)
      throw new Refusal(409, 'referral.changed-meanwhile', { received: upload.body.length });
    const after = { ...upload, body: Buffer.concat([upload.body, piece]) };
    shelf.uploads.set(upload.id, { ...after, received: after.body.length });
    ctx.body = standing({ ...after, received: after.body.length });
  });
  router.post('/api/uploads/:id/finish', async (ctx) => {
    const upload = held(ctx);
    const { sha256 } = await json<{ readonly sha256: string }>(ctx);
    if (createHash('sha256').update(upload.body).digest('hex') !== sha256)
      throw new Refusal(422, 'upload.hash-mismatch', { received: 0 });
    const isProgram = upload.body.subarray(0, 2).toString() === 'MZ';
    const ended: Held = isProgram
      ? { ...upload, state: 'refused', refusal: 'upload.unreadable-type' }
      : { ...upload, state: 'kept' };
    shelf.uploads.set(upload.id, ended);
    ctx.body = standing(ended);
  });
}

const standing = ({ key: _key, body: _body, ...shown }: Held): UploadStanding => shown;
