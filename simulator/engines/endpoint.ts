import type { Wire } from './wire.ts';

/** One call that passed the guard: who speaks, and what was said. */
export type Call = {
  readonly corpId: string;
  readonly clientId: string;
  readonly agentId: number;
  readonly body: Wire;
  readonly query: Wire;
  readonly params: Readonly<Record<string, string>>;
  readonly header: (name: string) => string;
};

/** One path of DingTalk's. The answer is the body of a 200. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly scope?: string;
  /** Login and tickets do not count against the month. */
  readonly uncounted?: true;
  readonly run: (call: Call) => unknown;
};

type Rest = Partial<Pick<Endpoint, 'scope' | 'uncounted'>>;

const endpoint =
  (method: Endpoint['method']) =>
  (path: string, run: Endpoint['run'], rest: Rest = {}): Endpoint => ({ method, path, run, ...rest });

export const get = endpoint('GET');
export const post = endpoint('POST');
export const put = endpoint('PUT');
export const remove = endpoint('DELETE');

/** One path of the admin API: what a person or the console does. */
export type AdminCall = { readonly body: Wire; readonly query: Wire };
export type AdminEndpoint = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly run: (call: AdminCall) => unknown;
};
