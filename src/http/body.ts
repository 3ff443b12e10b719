import type { Context } from 'koa';
import type { z } from 'zod';
import { Refused } from '#src/domain/refused.ts';

/** Reads a JSON body of at most `limit` bytes and looks at it with a schema. Refuses `door.bad-request`, `upload.too-large`. */
export async function bodyOf<Schema extends z.ZodType>(
  ctx: Context,
  schema: Schema,
  limit = 256 * 1024,
): Promise<z.output<Schema>> {
  const text = (await bytesOf(ctx, limit)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text || '{}');
  } catch (cause) {
    throw new Refused('door.bad-request', 'The body is not JSON', { cause: String(cause).slice(0, 40) });
  }
  return schema.parse(value);
}

export async function bytesOf(ctx: Context, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of ctx.req) {
    // A request without an encoding set gives buffers.
    const bytes = piece as Buffer;
    size += bytes.length;
    if (size > limit) throw new Refused('upload.too-large', `The body is larger than ${limit} bytes`, { limit });
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
