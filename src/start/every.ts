import type { Log } from '#src/ports/log.ts';

/** Runs again and again, one at a time; a failure is said and does not end it. */
export function every(ms: number, log: Log, work: () => Promise<unknown>): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) =>
        log.warn(
          {
            error: error instanceof Error ? error.name : 'unknown',
            code: error instanceof Error && 'code' in error ? error.code : undefined,
          },
          'a regular task failed and comes again',
        ),
      )
      .finally(() => {
        busy = false;
      });
  }, ms);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

export type Regular = ReturnType<typeof every>;
