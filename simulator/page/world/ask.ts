/** One refusal of the admin API, in words that may be shown to the person playing. */
export class SimulatorSaid extends Error {
  readonly status: number;
  constructor(status: number, words: string) {
    super(words);
    this.name = 'SimulatorSaid';
    this.status = status;
  }
}

type Query = Readonly<Record<string, string | number>>;

const answerOf = async <T>(response: Response): Promise<T> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new SimulatorSaid(response.status, errorIn(body) ?? `the simulator answered ${response.status}`);
  // the shape is the promise of ADMIN-API.md; this page and the simulator are built from the same commit
  return body as T;
};

const errorIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
    ? body.error
    : undefined;

export const path = (name: string, query: Query = {}): string => {
  const words = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
  return words === '' ? `sim/api/${name}` : `sim/api/${name}?${words}`;
};

export const ask = async <T>(address: string, signal?: AbortSignal): Promise<T> =>
  answerOf<T>(await fetch(address, { cache: 'no-store', ...(signal ? { signal } : {}) }));

export const tell = async <T>(name: string, body: unknown): Promise<T> =>
  answerOf<T>(
    await fetch(path(name), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

export const wordsOf = (trouble: unknown): string =>
  trouble instanceof SimulatorSaid
    ? trouble.message
    : 'The simulator does not answer. Is `node simulator/main.ts` still running?';
