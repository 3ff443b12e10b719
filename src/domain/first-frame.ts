const frame = /^ {4}at .*:\d+:\d+\)?$/u;

/**
 * Where in the code an error arose: the first line of its stack that is a place. What an error says may hold what was said of a patient, over several lines too, so all of it is
 * taken off before a place is looked for; where that cannot be done, no place is told.
 */
export function firstFrame(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.stack) return undefined;
  const at = error.message === '' ? 0 : error.stack.indexOf(error.message);
  if (at < 0) return undefined;
  return error.stack
    .slice(at + error.message.length)
    .split('\n')
    .slice(1)
    .find((line) => frame.test(line))
    ?.trim();
}
