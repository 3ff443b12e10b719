import { randomBytes } from 'node:crypto';
import type Router from '@koa/router';
import type { World } from '../world/world.ts';

type Link = { readonly bytes: Uint8Array; readonly until: number; readonly signature?: string };

/** Temporary addresses of bytes, as an object store hands them out: some open only with the headers that came with them. */
export class Links {
  readonly #world: World;
  readonly #links = new Map<string, Link>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Every address ends in `.file`, whatever is behind it: the name says nothing about the content. */
  make(bytes: Uint8Array, forMs: number, signature?: string): string {
    const name = randomBytes(16).toString('hex');
    const until = this.#world.now() + forMs;
    this.#links.set(name, { bytes, until, ...(signature === undefined ? {} : { signature }) });
    return `${this.#world.url}/storage/${name}.file?Expires=${Math.floor(until / 1000)}`;
  }

  routes(router: Router): void {
    router.get('/storage/:name', (ctx) => {
      const link = this.#links.get((ctx.params['name'] ?? '').replace(/\.file$/, ''));
      const signed = link?.signature === undefined || ctx.get('x-pretend-signature') === link.signature;
      if (link === undefined || this.#world.faults.downloadExpired || link.until < this.#world.now() || !signed) {
        ctx.status = 403;
        ctx.type = 'application/xml';
        ctx.body = '<Error><Code>AccessDenied</Code></Error>';
        return;
      }
      ctx.type = 'application/octet-stream';
      ctx.set('accept-ranges', 'bytes');
      const part = asked(ctx.get('range'), link.bytes.length);
      if (part) {
        ctx.status = 206;
        ctx.set('content-range', `bytes ${part.from}-${part.to}/${link.bytes.length}`);
      }
      ctx.body = Buffer.from(part ? link.bytes.subarray(part.from, part.to + 1) : link.bytes);
    });
  }
}

/** One range, the only form our own readers use; anything else gets the whole. */
function asked(range: string, size: number): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (from === undefined || Number(from) >= size) return undefined;
  return { from: Number(from), to: to ? Math.min(Number(to), size - 1) : size - 1 };
}
