import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'koa';

const squeeze = promisify(gzip);
/** Smaller than this, the wrapping costs more than it saves. */
const worthwhile = 1_400;

/** Gives bytes, squeezed where the browser takes that and it helps. For pictures `fast`: a slice is asked for once, and somebody waits. */
export async function giveSqueezed(ctx: Context, bytes: Uint8Array, how: 'fast' | 'small'): Promise<void> {
  ctx.vary('Accept-Encoding');
  ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < worthwhile || ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') return;
  const small = await squeeze(bytes, { level: how === 'fast' ? 1 : 9 });
  if (small.length > bytes.length * 0.9) return;
  ctx.set('content-encoding', 'gzip');
  ctx.body = small;
}
