import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorker, OEM, PSM } from 'tesseract.js';
import { Refused } from '#src/domain/refused.ts';
import type { Engine, Script } from './engine.ts';
import { type SeenWord, wordsIn } from './word.ts';

const require = createRequire(import.meta.url);
const languages: Record<Script, string> = { both: 'chi_tra+eng', latin: 'eng' };

type Thread = { ref(): void; unref(): void };
type Reader = Awaited<ReturnType<typeof createWorker>> & { readonly worker: Thread };

/** Tesseract in WebAssembly with the language data of its npm packages: nothing is fetched, nothing is kept on disk. */
export function wasmTesseract(): Engine {
  const readers = new Map<Script, Promise<Reader>>();
  const readerFor = (script: Script): Promise<Reader> => {
    const running = readers.get(script) ?? start(languages[script]);
    readers.set(script, running);
    return running;
  };
  const stop = async (script: Script): Promise<void> => {
    const running = readers.get(script);
    readers.delete(script);
    await running?.then(
      (reader) => reader.terminate(),
      () => undefined,
    );
  };
  const readNow = async (
    png: Uint8Array,
    script: Script,
    milliseconds: number,
    of: 'page' | 'line',
  ): Promise<readonly SeenWord[]> => {
    const reader = await readerFor(script);
    reader.worker.ref();
    const clock = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => clock.reject(new Refused('upload.too-slow', 'Reading the picture took too long')),
      milliseconds,
    );
    try {
      const reading = reader
        .setParameters({ tessedit_pageseg_mode: of === 'line' ? PSM.SINGLE_LINE : PSM.AUTO })
        .then(() => reader.recognize(Buffer.from(png), {}, { tsv: true, text: false }));
      const { data } = await Promise.race([reading, clock.promise]);
      return wordsIn(data.tsv ?? '');
    } catch (error) {
      await stop(script);
      throw error;
    } finally {
      clearTimeout(timer);
      reader.worker.unref();
    }
  };
  // How a picture is divided is set before each: one at a time, or one would be divided as the other.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    name: 'tesseract.js',
    read(png, script, milliseconds, of = 'page') {
      const result = turn.then(() => readNow(png, script, milliseconds, of));
      turn = result.catch(() => undefined);
      return result;
    },
    async end() {
      await Promise.all([...readers.keys()].map(stop));
    },
  };
}

/** The thread must not keep the process alive between two pages. Only links to the language data lie in the folder, and only for a moment. */
async function start(language: string): Promise<Reader> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-scan-'));
  try {
    for (const name of language.split('+')) {
      const home = dirname(require.resolve(`@tesseract.js-data/${name}/package.json`));
      symlinkSync(join(home, '4.0.0_best_int', `${name}.traineddata.gz`), join(folder, `${name}.traineddata.gz`));
    }
    // The library gives the thread along without saying so in its types.
    const reader = (await createWorker(
      language,
      OEM.LSTM_ONLY,
      { langPath: folder, cacheMethod: 'none', gzip: true, errorHandler: () => undefined },
      // The types know only a few of the engine's settings; this one keeps its remarks off the console.
      { debug_file: '/dev/null' } as object,
    )) as Reader;
    await reader.setParameters({ tessedit_pageseg_mode: PSM.AUTO, preserve_interword_spaces: '1' });
    return reader;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
