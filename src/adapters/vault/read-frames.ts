import { open } from 'node:fs/promises';
import { Refused } from '#src/domain/refused.ts';
import { frameBytes, openFrame, sealedFrameBytes } from './frames.ts';
import type { Header } from './sealed-header.ts';

/** Plain bytes of a sealed file, or of a half-open range of it. Only whole frames that proved themselves are handed out. */
export async function* readFrames(
  path: string,
  { start, frames, sealedBytes, bytes }: Header,
  key: Uint8Array,
  id: string,
  range?: { readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array> {
  const from = Math.max(0, range?.from ?? 0);
  const to = Math.min(range?.to ?? bytes, bytes);
  // Without a range the last frame is always read, also when it is empty: it alone proves that nothing was cut.
  const end = range ? Math.min(frames, Math.ceil(to / frameBytes)) : frames;
  const file = await open(path, 'r');
  try {
    for (let number = Math.floor(from / frameBytes); number < end; number += 1) {
      const offset = number * sealedFrameBytes;
      const sealed = Buffer.alloc(Math.min(sealedFrameBytes, sealedBytes - offset));
      const { bytesRead } = await file.read(sealed, 0, sealed.length, start + offset);
      if (bytesRead !== sealed.length) throw new Refused('vault.tampered', `File ${id} is shorter than it was`);
      const plain = openFrame({ key, id, number, last: number === frames - 1 }, sealed);
      const first = number * frameBytes;
      const part = plain.subarray(Math.max(0, from - first), Math.max(0, to - first));
      if (part.length > 0) yield part;
    }
  } finally {
    await file.close();
  }
}
