import type { Context } from 'koa';

/** A "no" as the service says it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
  constructor(status: number, code: string, details: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export async function raw(ctx: Context): Promise<Buffer> {
  const pieces: Buffer[] = [];
  // A request without an encoding set gives buffers.
  for await (const piece of ctx.req) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

// The pages under test send the contract's shapes; what they send wrongly shows in their own journeys.
export const json = async <Shape>(ctx: Context): Promise<Shape> =>
  JSON.parse((await raw(ctx)).toString('utf8')) as Shape;

/** The bytes of the files in the cases. */
export function aFile(id: string): readonly [type: string, bytes: Buffer] {
  if (id === 'file-ecg')
    return [
      'image/png',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAIAAAA8r+mnAAAAGElEQVR4nGP4//8/AxLAYDBh1YxMMjAwAADuAgf9rDh0mQAAAABJRU5ErkJggg==',
        'base64',
      ),
    ];
  return id === 'file-bloods' ? ['application/pdf', Buffer.from('%PDF-1.4\n%%EOF')] : ['audio/wav', Buffer.alloc(44)];
}
