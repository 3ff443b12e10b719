import { open } from 'node:fs/promises';
import { Refused } from '#src/domain/refused.ts';
import { sealedFrameBytes, tagBytes } from './frames.ts';
import { keyName } from './sealed-value.ts';

/** How a sealed file begins: magic and version, length of the data key's id (1), the id, salt (32). All of it goes into the file's key or finds it. */
export type Header = {
  readonly keyId: string;
  readonly salt: Uint8Array;
  /** Where the frames begin, how many there are, and how many plain bytes they hold if nothing was cut. */
  readonly start: number;
  readonly frames: number;
  readonly sealedBytes: number;
  readonly bytes: number;
};

const magic = Buffer.from('BATON\u0002', 'latin1');
const saltBytes = 32;

export const headerBytes = ({ keyId, salt }: Pick<Header, 'keyId' | 'salt'>): Uint8Array => {
  const name = Buffer.from(keyId, 'utf8');
  return Buffer.concat([magic, Uint8Array.of(name.length), name, salt]);
};

/** Refuses `upload.not-found`, `vault.tampered`. */
export async function readHeader(path: string, id: string): Promise<Header> {
  const { begin, size } = await beginningOf(path, id);
  const salted = magic.length + 1 + (begin[magic.length] ?? 0);
  const start = salted + saltBytes;
  const sealedBytes = size - start;
  if (!begin.subarray(0, magic.length).equals(magic) || begin.length < start || sealedBytes < tagBytes)
    throw new Refused('vault.tampered', `File ${id} is no sealed file`);
  const frames = Math.ceil(sealedBytes / sealedFrameBytes);
  return {
    keyId: keyName(begin.subarray(magic.length + 1, salted)),
    salt: new Uint8Array(begin.subarray(salted, start)),
    start,
    frames,
    sealedBytes,
    bytes: sealedBytes - frames * tagBytes,
  };
}

async function beginningOf(path: string, id: string): Promise<{ readonly begin: Buffer; readonly size: number }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Refused('upload.not-found', `No sealed file ${id}`);
    throw error;
  });
  try {
    const begin = Buffer.alloc(magic.length + 1 + 255 + saltBytes);
    const { bytesRead } = await file.read(begin, 0, begin.length, 0);
    return { begin: begin.subarray(0, bytesRead), size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}
