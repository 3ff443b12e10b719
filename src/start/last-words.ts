import { firstFrame } from '#src/domain/first-frame.ts';
import type { Log } from '#src/ports/log.ts';

/**
 * What the process says when something fails that nobody waited for: the kind of the error and the place in the code, never its message, which may quote what was said of a patient.
 * After an error that nobody caught it ends; everything accepted is on disk and goes on at the next start. A diagnostic report, where an operator asks Node for one, leaves out the
 * environment, which may hold keys.
 */
export function lastWords(log: Log): void {
  process.report.excludeEnv = true;
  const about = (error: unknown) => ({
    error: error instanceof Error ? error.name : 'unknown',
    where: firstFrame(error),
  });
  process.on('unhandledRejection', (error) => log.error(about(error), 'a promise failed that nobody waited for'));
  process.on('uncaughtException', (error) => {
    log.error(about(error), 'an error that nobody caught ends the process');
    process.exit(1);
  });
}
