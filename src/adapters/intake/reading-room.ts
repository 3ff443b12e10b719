import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { DocumentReport } from '#src/domain/intake/document.ts';
import { type RefusalCode, Refused } from '#src/domain/refused.ts';
import type { MalwareScanner } from '#src/ports/malware.ts';
import type { Limits, OnPage } from '#src/ports/readers.ts';
import type { Inside, OpenedFile, ReadingRoom, SomeInside } from '#src/ports/reading-room.ts';
import { refusal } from './refusal.ts';

type File = { readonly name: string; readonly bytes: Uint8Array };
/** With `page` a picture of that page is asked for, with `line` a copy that carries it, without either what the file says; with `depth` the files in it come out unread. */
export type Asked = { readonly id: number; readonly file: File; readonly limits: Limits } & What;
type What = {
  readonly page?: number;
  readonly line?: string;
  readonly depth?: number;
  /** With `depth`: the files in it from this one on, counted from 0. */
  readonly from?: number;
  /** The recording in it is asked for, as browsers play it. */
  readonly sound?: true;
};
type Picture = { readonly picture: Uint8Array } | { readonly refused: RefusalCode };
export type Answered = { readonly id: number } & (
  | { readonly reports: readonly DocumentReport[]; readonly inside?: readonly Inside[]; readonly count?: number }
  | Picture
);
/** Said on the way to an answer. */
export type Onward = { readonly id: number; readonly at: number; readonly of: number };
type Fallen = keyof typeof wordsFor;

const watchEveryMs = 100;
const pictureMs = 20_000;

/**
 * Reads in a process of its own, one file at a time. The process is ended when it needs more time or memory than `limits` allow, or when it falls; the
 * file is then refused (`upload.too-slow`, `upload.too-complex`, `upload.reader-failed`) and the next file gets a new process. A file whose process fell is
 * read once more before it is refused.
 */
export class ReadingProcess implements ReadingRoom {
  readonly #entry: string;
  readonly #limits: Limits;
  readonly #scanner: MalwareScanner | undefined;
  #child: ChildProcess | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ids = 0;
  #isClosed = false;

  /** `entry` is the file the process starts with: it answers `Asked` with `Answered`. */
  constructor(entry: string, limits: Limits, scanner?: MalwareScanner) {
    this.#entry = entry;
    this.#limits = limits;
    this.#scanner = scanner;
  }

  async read(file: File, onPage?: OnPage): Promise<readonly DocumentReport[]> {
    return (await this.#inTurn(() => this.#one(file, {}, onPage))).reports;
  }

  open(file: File, depth: number, onPage?: OnPage): Promise<OpenedFile> {
    return this.#inTurn(() => this.#one(file, { depth }, onPage));
  }

  more(file: File, depth: number, from: number): Promise<SomeInside> {
    return this.#inTurn(() => this.#one(file, { depth, from }));
  }

  /** Somebody waits for it on a screen: it has less time than reading has. */
  picture(file: File, page: number): Promise<Uint8Array> {
    return this.#drawn(file, { page });
  }

  copy(file: File, line: string): Promise<Uint8Array> {
    return this.#drawn(file, { line });
  }

  sound(file: File): Promise<Uint8Array> {
    return this.#drawn(file, { sound: true });
  }

  async #drawn(file: File, what: What): Promise<Uint8Array> {
    const ended = await this.#inTurn(() => this.#ask(file, what));
    if (typeof ended === 'string') throw new Refused(ended, wordsFor[ended]);
    if ('picture' in ended) return ended.picture;
    throw new Refused('refused' in ended ? ended.refused : 'upload.reader-failed', 'The page cannot be shown');
  }

  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#queue.then(() => {
      if (this.#isClosed) throw closed();
      return work();
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Ends at once: what is being read, and what waits, fails with an error that has no code, so that whoever asked asks again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end();
    await this.#queue;
  }

  async #one(file: File, what: What, onPage?: OnPage): Promise<OpenedFile> {
    const refused = (code: RefusalCode, message: string): OpenedFile => ({
      reports: [refusal(file.name, 'unknown', new Refused(code, message))],
      inside: [],
      count: 0,
    });
    if (file.bytes.length > this.#limits.bytes)
      return refused('upload.too-large', `The file has ${file.bytes.length} bytes`);
    const verdict = await this.#scanner?.look(file.bytes);
    if (verdict?.is === 'found') return refused('upload.unsafe', 'The scanner found something harmful in it');
    const first = await this.#ask(file, what, onPage);
    // The system may have ended the process for reasons of its own; what falls twice falls by itself.
    const ended = first === 'upload.reader-failed' ? await this.#ask(file, what, onPage) : first;
    if (typeof ended === 'string') return refused(ended, wordsFor[ended]);
    if ('reports' in ended) {
      const { reports, inside = [], count = inside.length } = ended;
      return { reports, inside, count };
    }
    return refused('upload.reader-failed', wordsFor['upload.reader-failed']);
  }

  async #ask(file: File, what: What, onPage?: OnPage): Promise<Answered | Fallen> {
    if (this.#isClosed) throw closed();
    const child = this.#start();
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = (answer: Answered | Fallen) => {
        if (settled) return;
        settled = true;
        clearTimeout(alarm);
        clearInterval(watch);
        child.off('message', hear);
        child.off('exit', fall);
        if (this.#isClosed) return reject(closed());
        if (typeof answer === 'string') this.#end();
        resolve(answer);
      };
      const hear = (message: unknown) => {
        // Only our own child speaks on this wire.
        const answer = message as Answered | Onward;
        if (answer.id !== id) return;
        if ('of' in answer) onPage?.(answer.at, answer.of);
        else settle(answer);
      };
      const fall = () => settle('upload.reader-failed');
      const alarm = setTimeout(
        () => settle('upload.too-slow'),
        what.page === undefined ? this.#limits.milliseconds : pictureMs,
      );
      const watch = setInterval(() => {
        void memoryOf(child.pid).then((megabytes) => {
          if (megabytes > this.#limits.megabytes) settle('upload.too-complex');
        });
      }, watchEveryMs);
      child.on('message', hear);
      child.on('exit', fall);
      const asked: Asked = { id, file, limits: this.#limits, ...what };
      child.send(asked, (error) => {
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

const closed = (): Error => new Error('the reading room is closed');

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
