import type { Log } from '#src/ports/log.ts';

const patienceMs = 30_000;

/**
 * Ends these one after the other. One that fails or does not end in time is named in the log and left behind: nothing is lost by it, since whatever was acknowledged is on
 * disk, and what was under way is taken up after the next start. A service that cannot be stopped would be killed anyway, only later.
 */
export async function stopInTurn(
  log: Pick<Log, 'error'>,
  stages: Readonly<Record<string, () => Promise<unknown> | undefined>>,
  ms: number = patienceMs,
): Promise<void> {
  for (const [stage, stop] of Object.entries(stages)) {
    let alarm: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((done) => {
      alarm = setTimeout(() => done('late'), ms);
    });
    try {
      if ((await Promise.race([stop(), late])) === 'late') log.error({ stage }, 'did not stop in time and is left');
    } catch (error) {
      log.error({ stage, error: error instanceof Error ? error.name : 'unknown' }, 'failed while stopping');
    } finally {
      clearTimeout(alarm);
    }
  }
}
