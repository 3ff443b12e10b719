import { type Entry, fromBuffer } from 'yauzl';
import type { Embedded } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Limits } from '#src/ports/readers.ts';

export type Unpacked = {
  readonly entries: readonly Embedded[];
  readonly refused: readonly { readonly name: string; readonly refusal: Refused }[];
};

const mostEntries = 2000;
/** Text packs to a tenth; a hundredfold and more than a few megabytes is a bomb. */
const bombRatio = 120;
const bombFloor = 8 * 1024 * 1024;

/**
 * The files of a zip, one by one. A locked entry, a bomb or a name that climbs out of its folder is refused by itself; too many entries or too many
 * bytes refuse the whole (`upload.too-complex`).
 */
export async function unpackZip(bytes: Uint8Array, limits: Limits): Promise<Unpacked> {
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) => {
    fromBuffer(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      { lazyEntries: true, validateEntrySizes: true, strictFileNames: false, decodeStrings: true },
      (error, opened) =>
        error || !opened ? reject(new Refused('upload.damaged', 'The archive cannot be opened')) : resolve(opened),
    );
  });
  if (zip.entryCount > mostEntries)
    throw new Refused('upload.too-complex', `${zip.entryCount} entries in one archive`, { limit: mostEntries });
  const entries: Embedded[] = [];
  const refused: { name: string; refusal: Refused }[] = [];
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => {
      // A bad name or a broken index stops the walk: what lies behind it cannot be trusted.
      refused.push({
        name: 'index',
        refusal: /relative path|absolute path|invalid characters/iu.test(error.message)
          ? new Refused('upload.unsafe', 'An entry climbs out of its folder')
          : new Refused('upload.damaged', 'The archive is damaged'),
      });
      resolve();
    });
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      void (async () => {
        try {
          const read = await one(zip, entry, limits, total);
          if (read !== undefined) {
            total += read.bytes.length;
            entries.push(read);
          }
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          if (error.details['whole'] === 1) throw error;
          refused.push({ name: entry.fileName, refusal: error });
        }
        zip.readEntry();
      })().catch((error: unknown) => reject(error instanceof Error ? error : new Error(String(error))));
    });
    zip.readEntry();
  });
  if (entries.length === 0 && refused.length === 0) throw new Refused('upload.empty', 'The archive holds no file');
  return { entries, refused };
}

async function one(
  zip: import('yauzl').ZipFile,
  entry: Entry,
  limits: Limits,
  before: number,
): Promise<Embedded | undefined> {
  const name = entry.fileName;
  if (/\/$/u.test(name) || /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$)/u.test(name)) return undefined;
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:/iu.test(name))
    throw new Refused('upload.unsafe', 'An entry climbs out of its folder');
  if ((entry.generalPurposeBitFlag & 1) === 1)
    throw new Refused('upload.encrypted', 'An entry is locked with a password');
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > bombFloor && size > packed * bombRatio)
    throw new Refused('upload.too-complex', 'An entry unpacks to far more than it is');
  if (size > limits.bytes) throw new Refused('upload.too-large', 'An entry is too large', { limit: limits.bytes });
  if (before + size > limits.bytes * 2)
    throw new Refused('upload.too-complex', 'The archive unpacks to too much', { whole: 1 });
  const pieces: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error || !stream) return reject(new Refused('upload.damaged', 'An entry cannot be unpacked'));
      stream.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length > limits.bytes) stream.destroy(new Error('too large'));
        pieces.push(piece);
      });
      stream.on('end', () => resolve());
      stream.on('error', () => reject(new Refused('upload.damaged', 'An entry cannot be unpacked')));
    });
  });
  return { name, bytes: new Uint8Array(Buffer.concat(pieces)) };
}
