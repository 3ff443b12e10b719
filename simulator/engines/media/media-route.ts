import { randomBytes } from 'node:crypto';
import type Router from '@koa/router';
import busboy from 'busboy';
import type { Context } from 'koa';
import type { Scene } from '../scene.ts';
import { isMediaKind, LARGEST, refusalOf } from './kinds.ts';

export type Media = {
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly clientId: string;
};

type ClientOf = (token: string) => string | undefined;

/** What apps uploaded. Ids are reusable, and only usable inside the client. */
export class MediaShelf {
  readonly #media = new Map<string, Media>();

  keep(media: Media): string {
    const id = `@lAD${randomBytes(18).toString('base64url')}`;
    this.#media.set(id, media);
    return id;
  }

  get(id: string): Media | undefined {
    return this.#media.get(id);
  }
}

/** `POST /media/upload`, the only multipart call: legacy manners, an error is a 200. */
export function mediaRoute(router: Router, shelf: MediaShelf, scene: Scene, clientOf: ClientOf): void {
  router.post('/media/upload', async (ctx) => {
    const clientId = clientOf(String(ctx.query.access_token ?? ''));
    if (clientId === undefined) {
      ctx.body = { errcode: 88, errmsg: 'invalid access_token', sub_code: '40014', sub_msg: 'invalid access_token' };
      return;
    }
    const uploaded = await mediaIn(ctx);
    const kind = String(ctx.query.type ?? uploaded.type);
    const refused = refusalOf(kind, uploaded.fileName, uploaded.bytes.length);
    ctx.body = refused ?? {
      errcode: 0,
      errmsg: 'ok',
      media_id: shelf.keep({ kind, fileName: uploaded.fileName, bytes: uploaded.bytes, clientId }),
      created_at: scene.now(),
      type: kind,
    };
  });
  router.get('/sim/api/media/:id', (ctx) => {
    const found = shelf.get(ctx.params.id ?? '');
    if (found === undefined || !isMediaKind(found.kind)) return;
    ctx.set('content-disposition', 'inline');
    ctx.type = found.fileName.split('.').at(-1) ?? 'bin';
    ctx.body = found.bytes;
  });
}

type Uploaded = { type: string; fileName: string; bytes: Buffer };

function mediaIn(ctx: Context): Promise<Uploaded> {
  const nothing: Uploaded = { type: '', fileName: '', bytes: Buffer.alloc(0) };
  if (!ctx.is('multipart')) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    const found = { ...nothing };
    const parts: Buffer[] = [];
    // one byte more than is taken, so that a cut file is seen as too large
    const reader = busboy({ headers: ctx.req.headers, limits: { files: 1, fileSize: LARGEST + 1 } });
    reader.on('field', (name, value) => {
      if (name === 'type') found.type = value;
    });
    reader.on('file', (name, stream, { filename }) => {
      if (name === 'media') found.fileName = filename ?? '';
      stream.on('data', (part: Buffer) => name === 'media' && parts.push(part));
    });
    const done = (): void => resolve({ ...found, bytes: Buffer.concat(parts) });
    reader.on('close', done);
    // a broken body is an empty file, which the store refuses by its size
    reader.on('error', done);
    ctx.req.pipe(reader);
  });
}
