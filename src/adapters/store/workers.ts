import type { Log } from '#src/ports/log.ts';

type Work = {
  readonly count: number;
  readonly pollMs: number;
  readonly log: Log;
  /** Does one piece of work; false when there was none. */
  readonly one: () => Promise<boolean>;
};

/** A few workers that sleep until woken, look around now and then by themselves, and finish what is in hand when they are stopped. */
export class Workers {
  readonly #work: Work;
  readonly #running: Promise<void>[] = [];
  readonly #sleepers = new Set<() => void>();
  #stopping = false;
  #woken = 0;

  constructor(work: Work) {
    this.#work = work;
  }

  start(): void {
    for (let index = 0; index < this.#work.count; index += 1) this.#running.push(this.#run());
  }

  wake(): void {
    this.#woken += 1;
    for (const rouse of [...this.#sleepers]) rouse();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const seen = this.#woken;
      const found = await this.#work.one().catch((error: unknown) => {
        this.#work.log.error(
          {
            error: error instanceof Error ? error.name : 'unknown',
            code: error instanceof Error && 'code' in error ? error.code : undefined,
          },
          'a worker could not look for work',
        );
        return false;
      });
      if (!found && seen === this.#woken && !this.#stopping) await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const rouse = () => {
        clearTimeout(timer);
        this.#sleepers.delete(rouse);
        resolve();
      };
      const timer = setTimeout(rouse, this.#work.pollMs);
      this.#sleepers.add(rouse);
    });
  }
}
