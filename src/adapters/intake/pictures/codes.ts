import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Pixels } from '#src/ports/readers.ts';

/** A QR or bar code on a picture; `box` in parts of the picture. */
export type Code = {
  readonly format: string;
  readonly text: string;
  readonly box: readonly [number, number, number, number];
};

const largest = 2000;
let prepared: Promise<unknown> | undefined;

/** The module is handed over as bytes: left alone, the library would fetch it from elsewhere. */
const prepare = () =>
  (prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then((wasm) =>
    prepareZXingModule({
      overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
      fireImmediately: true,
    }),
  ));

/** Every code on the picture that can be read. None is an answer too; a decoder that fails finds none. */
export async function codesIn({ width, height, channels, data }: Pixels): Promise<readonly Code[]> {
  await prepare();
  const { data: png, info } = await sharp(data, { raw: { width, height, channels } })
    .greyscale()
    .resize({ width: largest, height: largest, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, maxNumberOfSymbols: 8 });
  return found.flatMap(({ isValid, format, text, position }): Code[] => {
    if (!isValid || text === '') return [];
    const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
    const [xs, ys] = [corners.map(({ x }) => x / info.width), corners.map(({ y }) => y / info.height)];
    const round = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
    const [left, top] = [round(Math.min(...xs)), round(Math.min(...ys))];
    return [{ format, text, box: [left, top, round(Math.max(...xs)) - left, round(Math.max(...ys)) - top] }];
  });
}
