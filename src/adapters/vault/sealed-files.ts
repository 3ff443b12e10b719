import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Refused } from '#src/domain/refused.ts';
import type { SealedFiles } from '#src/ports/vault.ts';
import { derive, type KeyRing } from './key-ring.ts';

/**
 * A sealed file: a header that names its key and itself, then frames of 1 MiB plain text, each AES-256-GCM with its number in the nonce and its
 * number and whether it is the last bound in. Reordered, cut, swapped or altered frames do not open, and no byte of a frame is given out before
 * the whole frame has proved itself.
 */
const frameBytes = 1024 * 1024;
const sealedFrame = frameBytes + 16;
const magic = Buffer.from('BATON\u0001', 'latin1');
const headBytes = 4_100;

type Header = {
  readonly keyId: string;
  readonly prefix: Uint8Array;
  readonly bytes: number;
  readonly start: number;
  readonly size: number;
};

export function sealedFilesIn(dir: string, ring: KeyRing): SealedFiles {
  const pathOf = (id: string) => join(dir, safe(id).slice(0, 2), `${safe(id)}.sealed`);
  return {
    keep: async (patient, id, plain, limitBytes) => {
      const { id: keyId, key } = await ring.forPatient(patient);
      const path = pathOf(id);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
      try {
        const kept = await write(
          unfinished,
          { keyId, prefix: randomBytes(4) },
          derive(key, `file ${id}`),
          id,
          plain,
          limitBytes,
        );
        await rename(unfinished, path);
        await flushFolder(dirname(path));
        return kept;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    read: async (_patient, id, range) => {
      const header = await headerOf(pathOf(id), id);
      const key = derive(await ring.byId(header.keyId), `file ${id}`);
      return Readable.from(frames(pathOf(id), header, key, id, range), { objectMode: false });
    },
    remove: async (_patient, id) => rm(pathOf(id), { force: true }),
  };
}

async function write(
  path: string,
  { keyId, prefix }: Pick<Header, 'keyId' | 'prefix'>,
  key: Uint8Array,
  id: string,
  plain: Readable,
  limit: number,
) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let headLength = 0;
  let bytes = 0;
  let number = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const frame = async (last: boolean): Promise<void> => {
    const all = Buffer.concat(waiting);
    const part = all.subarray(0, frameBytes);
    await file.write(sealFrame(key, prefix, number, last, id, part));
    number += 1;
    waiting = [all.subarray(part.length)];
    waitingBytes = all.length - part.length;
  };
  try {
    const name = Buffer.from(keyId, 'utf8');
    await file.write(Buffer.concat([magic, Uint8Array.of(name.length), name, prefix]));
    for await (const piece of plain) {
      // Readable gives strings only when an encoding is set, which nobody who hands us bytes does.
      const chunk = Buffer.from(piece as Uint8Array);
      bytes += chunk.length;
      if (bytes > limit) throw new Refused('upload.too-large', `More than ${limit} bytes`, { limit });
      hash.update(chunk);
      if (headLength < headBytes) {
        head.push(chunk.subarray(0, headBytes - headLength));
        headLength += chunk.length;
      }
      waiting.push(chunk);
      waitingBytes += chunk.length;
      while (waitingBytes > frameBytes) await frame(false);
    }
    await frame(true);
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex'), head: new Uint8Array(Buffer.concat(head)) };
}

function sealFrame(
  key: Uint8Array,
  prefix: Uint8Array,
  number: number,
  last: boolean,
  id: string,
  plain: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number)).setAAD(boundIn(id, number, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openFrame(
  key: Uint8Array,
  prefix: Uint8Array,
  number: number,
  last: boolean,
  id: string,
  sealed: Uint8Array,
): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, number))
      .setAAD(boundIn(id, number, last))
      .setAuthTag(sealed.subarray(sealed.length - 16));
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()]);
  } catch {
    // The cipher cannot tell a changed byte from a moved frame; both mean the same to a reader.
    throw new Refused('vault.tampered', `File ${id}, part ${number + 1} does not open: it was altered, cut or moved`);
  }
}

const nonceOf = (prefix: Uint8Array, number: number): Uint8Array => {
  const nonce = new Uint8Array(12);
  nonce.set(prefix);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(number));
  return nonce;
};
const boundIn = (id: string, number: number, last: boolean): Uint8Array =>
  Buffer.from(`${id}\n${number}\n${last ? 'last' : 'more'}`, 'utf8');

async function headerOf(path: string, id: string): Promise<Header> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) throw new Refused('upload.not-found', `No sealed file ${id}`);
  const { size } = await file.stat();
  const begin = Buffer.alloc(magic.length + 1 + 255 + 4);
  const { bytesRead } = await file.read(begin, 0, begin.length, 0);
  await file.close();
  const nameLength = begin[magic.length] ?? 0;
  const start = magic.length + 1 + nameLength + 4;
  if (bytesRead < start || !begin.subarray(0, magic.length).equals(magic) || size < start + 16)
    throw new Refused('vault.tampered', `File ${id} is no sealed file`);
  const sealedSize = size - start;
  const count = Math.ceil(sealedSize / sealedFrame);
  return {
    keyId: begin.subarray(magic.length + 1, magic.length + 1 + nameLength).toString('utf8'),
    prefix: new Uint8Array(begin.subarray(start - 4, start)),
    bytes: sealedSize - count * 16,
    start,
    size: sealedSize,
  };
}

async function* frames(
  path: string,
  header: Header,
  key: Uint8Array,
  id: string,
  range?: { readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array> {
  const count = Math.ceil(header.size / sealedFrame);
  const from = range?.from ?? 0;
  const to = Math.min(range?.to ?? header.bytes, header.bytes);
  const file = await open(path, 'r');
  try {
    for (let number = Math.floor(from / frameBytes); number < count; number += 1) {
      if (range && number * frameBytes >= to) return;
      const length = Math.min(sealedFrame, header.size - number * sealedFrame);
      const sealed = Buffer.alloc(length);
      const { bytesRead } = await file.read(sealed, 0, length, header.start + number * sealedFrame);
      if (bytesRead !== length) throw new Refused('vault.tampered', `File ${id} is shorter than it was`);
      const plain = openFrame(key, header.prefix, number, number === count - 1, id, sealed);
      yield plain.subarray(
        Math.max(0, from - number * frameBytes),
        Math.max(0, Math.min(plain.length, to - number * frameBytes)),
      );
    }
  } finally {
    await file.close();
  }
}

async function flushFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const safe = (id: string): string => id.replace(/[^\w-]/g, '');
