import { execFile } from 'node:child_process';
import type { Engine, Script } from './engine.ts';
import { wordsIn } from './word.ts';

/** The program on this machine, one thread: more threads make a page slower (OpenMP spins). */
const environment = { PATH: process.env.PATH ?? '', OMP_THREAD_LIMIT: '1' };

/** The `tesseract` program with Traditional Chinese, when it is installed; otherwise undefined. */
export async function nativeTesseract(): Promise<Engine | undefined> {
  const list = await run(['--list-langs'], undefined, 5_000).catch(() => '');
  const languages = list.split('\n').map((each) => each.trim());
  const both = languages.includes('HanT')
    ? 'HanT'
    : languages.includes('chi_tra') && languages.includes('eng')
      ? 'chi_tra+eng'
      : undefined;
  if (both === undefined || !languages.includes('eng')) return undefined;
  const names: Record<Script, string> = { both, latin: 'eng' };
  return {
    name: `tesseract (${both})`,
    read: async (png, script, milliseconds, of = 'page') => {
      const shape = of === 'line' ? '7' : '3';
      return wordsIn(await run(['stdin', 'stdout', '-l', names[script], '--psm', shape, 'tsv'], png, milliseconds));
    },
    end: () => Promise.resolve(),
  };
}

const run = (words: readonly string[], input: Uint8Array | undefined, milliseconds: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { timeout: milliseconds, maxBuffer: 32 * 1024 * 1024, env: environment };
    const child = execFile('tesseract', words, options, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
    // A program that is not there closes its pipe; the callback above tells.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
