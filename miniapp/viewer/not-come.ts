/** What the service said instead of a picture; nought where it could not be reached. */
export class NotGiven extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the picture was not given: ${status}`);
    this.status = status;
  }
}

/** The decoder hands on the request itself where it got no file. */
export const notGiven = (error: unknown): unknown =>
  error instanceof XMLHttpRequest && error.status !== 200 ? new NotGiven(error.status) : error;

/**
 * Why a picture is not here. `ended`: the session or the leave to look; whoever holds the session is told. `away`: the line, the service or its patience; it is asked
 * again by itself. `damaged`: it came and cannot be shown.
 */
export type WhyNot = 'ended' | 'away' | 'damaged';

export function whyNotCome(error: unknown): WhyNot {
  // A fetch without a line rejects with a TypeError.
  if (error instanceof TypeError) return 'away';
  if (!(error instanceof NotGiven)) return 'damaged';
  const { status } = error;
  if (status === 401 || status === 403 || status === 404) return 'ended';
  return status === 0 || status === 429 || status >= 502 ? 'away' : 'damaged';
}
