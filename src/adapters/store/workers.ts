import type { Log } from '#src/ports/log.ts';
import { codeOf } from './pg-troubles.ts';

type Work = {
  readonly count: number;
  readonly pollMs: number;
  readonly log: Log;
  /** Does one piece of work; false when there was none. It says `found` as soon as it has one in hand, so that another worker looks for more. */
  readonly one: (found: () => void) => Promise<boolean>;
};

/** A store that is away would otherwise fill the log. */
const sayAgainMs = 30_000;

/** A few workers that sleep until woken, and finish what is in hand when they are stopped. One of those asleep looks around now and then. */
export class Workers {
  readonly #work: Work;
  readonly #running: Promise<void>[] = [];
  readonly #sleepers = new Set<() => void>();
  #poll: NodeJS.Timeout | undefined;
  #stopping = false;
  #woken = 0;
  #saidAt = 0;

  constructor(work: Work) {
    this.#work = work;
  }

  start(): void {
    for (let index = 0; index < this.#work.count; index += 1) this.#running.push(this.#run());
    this.#poll = setInterval(() => this.#rouseOne(), this.#work.pollMs);
  }

  wake(): void {
    this.#woken += 1;
    for (const rouse of [...this.#sleepers]) rouse();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#poll);
    this.wake();
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const seen = this.#woken;
      const found = await this.#work.one(() => this.#rouseOne()).catch((error: unknown) => this.#couldNotLook(error));
      if (!found && seen === this.#woken && !this.#stopping) await this.#sleep();
    }
  }

  #couldNotLook(error: unknown): false {
    if (Date.now() - this.#saidAt > sayAgainMs) {
      this.#saidAt = Date.now();
      this.#work.log.error(
        { error: error instanceof Error ? error.name : 'unknown', code: codeOf(error) },
        'a worker could not look for work',
      );
    }
    return false;
  }

  #rouseOne(): void {
    for (const rouse of this.#sleepers) return rouse();
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const rouse = () => {
        this.#sleepers.delete(rouse);
        resolve();
      };
      this.#sleepers.add(rouse);
    });
  }
}
