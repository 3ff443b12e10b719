import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Refused } from '#src/domain/refused.ts';
import { frameBytes, sealFrame } from './frames.ts';
import { headerBytes } from './sealed-header.ts';

type Into = { readonly keyId: string; readonly salt: Uint8Array; readonly key: Uint8Array; readonly id: string };

/** As much as it takes to tell what a file is by its first bytes. */
const headBytes = 4_100;

/** Seals a stream into a new file, frame by frame, and flushes it. Holds one frame in memory; the stream waits while a frame is written. */
export async function writeSealed(path: string, { keyId, salt, key, id }: Into, plain: Readable, limit: number) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const frame = Buffer.alloc(frameBytes);
  const head: Buffer[] = [];
  let bytes = 0;
  let filled = 0;
  let number = 0;
  const write = async (last: boolean): Promise<void> => {
    await file.writeFile(sealFrame({ key, id, number, last }, frame.subarray(0, filled)));
    number += 1;
    filled = 0;
  };
  try {
    await file.writeFile(headerBytes({ keyId, salt }));
    for await (const piece of plain) {
      // Readable gives strings only when an encoding is set, which nobody who hands us bytes does.
      const chunk = Buffer.from(piece as Uint8Array);
      if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes));
      bytes += chunk.length;
      if (bytes > limit) throw new Refused('upload.too-large', `More than ${limit} bytes`, { limit });
      hash.update(chunk);
      for (let at = 0; at < chunk.length; ) {
        // A full frame is written only once something follows it: until then it may be the last.
        if (filled === frameBytes) await write(false);
        const taken = chunk.copy(frame, filled, at);
        filled += taken;
        at += taken;
      }
    }
    await write(true);
    await file.sync();
  } finally {
    frame.fill(0);
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex'), head: new Uint8Array(Buffer.concat(head)) };
}
