import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { DocumentReport } from '#src/domain/intake/document.ts';
import { type RefusalCode, Refused } from '#src/domain/refused.ts';
import type { MalwareScanner } from '#src/ports/malware.ts';
import type { Limits } from '#src/ports/readers.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import { refusal } from './pipeline.ts';

type File = { readonly name: string; readonly bytes: Uint8Array };
export type Asked = { readonly id: number; readonly file: File; readonly limits: Limits };
export type Answered = { readonly id: number; readonly reports: readonly DocumentReport[] };

const watchEveryMs = 100;

/**
 * Reads in a process of its own, one file at a time. The process is ended when it needs more time or memory than `limits` allow, or when it falls; the
 * file is then refused (`upload.too-slow`, `upload.too-complex`, `upload.reader-failed`) and the next file gets a new process.
 */
export class ReadingProcess implements ReadingRoom {
  readonly #entry: string;
  readonly #limits: Limits;
  readonly #scanner: MalwareScanner | undefined;
  #child: ChildProcess | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ids = 0;

  /** `entry` is the file the process starts with: it answers `Asked` with `Answered`. */
  constructor(entry: string, limits: Limits, scanner?: MalwareScanner) {
    this.#entry = entry;
    this.#limits = limits;
    this.#scanner = scanner;
  }

  read(file: File): Promise<readonly DocumentReport[]> {
    const turn = this.#queue.then(() => this.#one(file));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#end();
  }

  async #one(file: File): Promise<readonly DocumentReport[]> {
    const refused = (code: RefusalCode, message: string): DocumentReport[] => [
      refusal(file.name, 'unknown', new Refused(code, message)),
    ];
    if (file.bytes.length > this.#limits.bytes)
      return refused('upload.too-large', `The file has ${file.bytes.length} bytes`);
    const verdict = await this.#scanner?.look(file.bytes);
    if (verdict?.is === 'found') return refused('upload.unsafe', 'The scanner found something harmful in it');
    const ended = await this.#ask(file);
    return typeof ended === 'string' ? refused(ended, wordsFor[ended]) : ended;
  }

  #ask(file: File): Promise<readonly DocumentReport[] | keyof typeof wordsFor> {
    const child = this.#start();
    const id = ++this.#ids;
    return new Promise((resolve) => {
      let settled = false;
      const settle = (answer: readonly DocumentReport[] | keyof typeof wordsFor) => {
        if (settled) return;
        settled = true;
        clearTimeout(alarm);
        clearInterval(watch);
        child.off('message', hear);
        child.off('exit', fall);
        if (typeof answer === 'string') this.#end();
        resolve(answer);
      };
      const hear = (message: unknown) => {
        // Only our own child speaks on this wire.
        const answer = message as Answered;
        if (answer.id === id) settle(answer.reports);
      };
      const fall = () => settle('upload.reader-failed');
      const alarm = setTimeout(() => settle('upload.too-slow'), this.#limits.milliseconds);
      const watch = setInterval(() => {
        void memoryOf(child.pid).then((megabytes) => {
          if (megabytes > this.#limits.megabytes) settle('upload.too-complex');
        });
      }, watchEveryMs);
      child.on('message', hear);
      child.on('exit', fall);
      child.send({ id, file, limits: this.#limits } satisfies Asked, (error) => {
        if (error) fall();
      });
    });
  }

  #start(): ChildProcess {
    const there = this.#child;
    if (there?.connected === true && there.exitCode === null) return there;
    const child = fork(this.#entry, {
      serialization: 'advanced',
      // What a reader of somebody's bytes prints may quote them: it is heard by nobody.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${this.#limits.megabytes}`],
      env: { PATH: process.env['PATH'], OMP_THREAD_LIMIT: '1' },
    });
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

const wordsFor = {
  'upload.too-slow': 'Reading took too long and was stopped',
  'upload.too-complex': 'Reading needed too much memory and was stopped',
  'upload.reader-failed': 'The reader fell over',
} as const;

/** Resident memory of a process in megabytes; nought where the system does not tell. */
async function memoryOf(pid: number | undefined): Promise<number> {
  if (pid === undefined || process.platform !== 'linux') return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) / 1024;
}
