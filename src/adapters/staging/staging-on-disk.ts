import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { UploadStaging } from '#src/ports/upload-staging.ts';
import type { Vault } from '#src/ports/vault.ts';

type Piece = { readonly file: string; readonly from: number; readonly to: number };

/** Each piece is one sealed file named by its range; the range is bound into the seal, so pieces cannot change places. */
export function stagingOnDisk(dir: string, vault: Pick<Vault, 'sealForService' | 'openForService'>): UploadStaging {
  const folder = (id: string) => join(dir, safe(id));
  const label = (id: string, { from, to }: Pick<Piece, 'from' | 'to'>) => `staging ${id} ${from}-${to}`;

  async function pieces(id: string): Promise<readonly Piece[]> {
    const names = await readdir(folder(id)).catch(() => []);
    const all = names.flatMap((name): Piece[] => {
      const [, from, to] = /^(\d+)-(\d+)\.piece$/.exec(name) ?? [];
      return from && to ? [{ file: join(folder(id), name), from: Number(from), to: Number(to) }] : [];
    });
    return all.sort((a, b) => a.from - b.from);
  }

  const staging: UploadStaging = {
    received: async (id) => {
      let end = 0;
      for (const { from, to } of await pieces(id)) if (from === end) end = to;
      return end;
    },
    put: async (id, from, bytes) => {
      const here = await staging.received(id);
      if (from !== here || bytes.length === 0) return here;
      await mkdir(folder(id), { recursive: true, mode: 0o700 });
      const to = from + bytes.length;
      const sealed = await vault.sealForService(label(id, { from, to }), bytes);
      await writeDurably(folder(id), `${from}-${to}.piece`, sealed);
      return to;
    },
    read: (id) =>
      Readable.from(
        (async function* () {
          for (const piece of await pieces(id))
            yield Buffer.from(await vault.openForService(label(id, piece), await readFile(piece.file)));
        })(),
      ),
    drop: (id) => rm(folder(id), { recursive: true, force: true }),
  };
  return staging;
}

/** Written under another name, flushed, then renamed: a crash leaves no half piece that looks whole. */
async function writeDurably(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(dir, `${name}.unfinished`);
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(dir, name));
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const safe = (id: string): string => id.replace(/[^\w-]/g, '');
