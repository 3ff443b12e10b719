import type { TenantId } from '#src/domain/ids.ts';

/** One DingTalk organisation Baton serves: its own client, tokens, limits and addresses. Nothing here is shared between organisations. */
export type TenantSettings = {
  readonly tenant: TenantId;
  readonly corpId: string;
  readonly clientId: string;
  /** Read when needed and never part of what is printed. */
  readonly secret: () => string;
  readonly agentId?: number;
  readonly robotCode: string;
  readonly callback?: { readonly token: () => string; readonly aesKey: () => string };
  readonly operatorUser?: string;
  readonly quota: { readonly api: number; readonly push: number; readonly qps: number };
  /** `https://api.dingtalk.com` and `https://oapi.dingtalk.com` unless a pretend DingTalk stands in. */
  readonly bases: { readonly api: string; readonly oapi: string };
};

export const realBases = { api: 'https://api.dingtalk.com', oapi: 'https://oapi.dingtalk.com' } as const;

export const isLoopback = (address: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

/** The base as it is, if it is safe to send a secret to: https, or this very machine. */
export function baseOf(address: string): string {
  const { protocol } = new URL(address);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(address))) return address.replace(/\/+$/, '');
  throw new Error(`DingTalk is spoken to by https only; ${protocol}// is taken only for 127.0.0.1`);
}
