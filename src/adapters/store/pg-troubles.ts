/** Two writers were in each other's way (serialisation, deadlock, the same new key): writing the whole page again cures it. */
const conflicts = new Set(['40001', '40P01', '23505']);

/** The connection, or the server behind it, is gone. PostgreSQL has undone whatever was not committed. */
const losses = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
]);

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isConflict = (error: unknown): boolean => conflicts.has(codeOf(error));

/** The driver gives no code when the line ends in the middle of a question, only this sentence. */
export const isLost = (error: unknown): boolean =>
  losses.has(codeOf(error)) || (error instanceof Error && /^Connection terminated|not queryable$/.test(error.message));
