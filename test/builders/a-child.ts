import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Said = Readonly<Record<string, unknown>>;

/** What a line says; a kill may cut the last one short, and then it was not said. */
function whole(line: string): Said | undefined {
  try {
    // Children of ours say objects only.
    return JSON.parse(line) as Said;
  } catch {
    return undefined;
  }
}

/** A child process that speaks in lines of JSON. */
export class Child {
  readonly process: ChildProcess;
  readonly said: Said[] = [];
  readonly ended: Promise<void>;
  #heard: () => void = () => undefined;

  constructor(script: string, args: readonly string[], options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'> = {}) {
    this.process = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      ...options,
    });
    this.ended = new Promise((resolve) => this.process.once('close', () => resolve()));
    if (!this.process.stdout) throw new Error('a child without a voice');
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const said = whole(line);
      if (said) this.said.push(said);
      this.#heard();
    });
  }

  /** The line of that number, when it has been said; undefined when the child ends without it. */
  async line(number = 0): Promise<Said | undefined> {
    let over = false;
    void this.ended.then(() => {
      over = true;
      this.#heard();
    });
    while (this.said.length <= number && !over)
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    return this.said[number];
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}

export const storeChild = (args: readonly string[], options: ConstructorParameters<typeof Child>[2] = {}): Child =>
  new Child(`${import.meta.dirname}/store-child.ts`, args, options);
