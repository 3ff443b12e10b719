import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Middleware } from 'koa';

/**
 * The mini-app's files under /app/. Everything that is not a file is the same neutral shell: DingTalk's servers fetch links to draw a preview,
 * so an anonymous page shows nothing of anybody. Hashed files are kept for a year, the shell never.
 */
export function pages(dist: string): Middleware {
  const squeezed = squeezedOnce();
  return async (ctx, next) => {
    if (ctx.path === '/') return ctx.redirect('/app/');
    if (ctx.path !== '/app' && !ctx.path.startsWith('/app/')) return next();
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const asked = normalize(decodePath(ctx.path).slice('/app'.length)).replace(/^[/\\]+/, '');
    const file =
      asked && !asked.startsWith('..') && !asked.includes(`..${sep}`) ? await fileAt(join(dist, asked)) : undefined;
    const shell = join(dist, 'index.html');
    const path = file ?? ((await fileAt(shell)) ? shell : undefined);
    if (!path) {
      ctx.status = 503;
      ctx.type = 'text/plain';
      ctx.body = 'The mini-app has not been built yet: run "npm run build".';
      return;
    }
    ctx.set('cache-control', file && asked.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
    ctx.type = extname(path);
    if (file && squeezable.has(extname(path))) return squeezed(ctx, path);
    ctx.body = createReadStream(path);
  };
}

const squeezable = new Set(['.js', '.css', '.svg', '.wasm']);
/** All of the mini-app squeezed is a few megabytes. */
const mostKept = 200;

/** Scripts and styles, squeezed once for everybody; a file that changed is squeezed anew. */
function squeezedOnce(): (ctx: Context, path: string) => Promise<void> {
  const kept = new Map<string, Buffer>();
  return async (ctx, path) => {
    ctx.vary('Accept-Encoding');
    if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') {
      ctx.body = createReadStream(path);
      return;
    }
    const { mtimeMs, size } = await stat(path);
    const key = `${path} ${mtimeMs} ${size}`;
    const small = kept.get(key) ?? (await promisify(gzip)(await readFile(path)));
    if (kept.size < mostKept) kept.set(key, small);
    ctx.set('content-encoding', 'gzip');
    ctx.body = small;
  };
}

const decodePath = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    // A path that cannot be decoded names no file of ours; the shell answers.
    return '/app/';
  }
};

const fileAt = async (path: string): Promise<string | undefined> => {
  try {
    return (await stat(path)).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
};
