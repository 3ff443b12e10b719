import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Our own copy: nothing is fetched from anybody else.
prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasm : path) } });

/** The first QR or bar code in a picture, as text; nothing where there is none. */
export async function readCode(picture: ImageData | Blob): Promise<string | undefined> {
  const found = await readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: 1 });
  return found.find(({ isValid, text }) => isValid && text.trim() !== '')?.text;
}
