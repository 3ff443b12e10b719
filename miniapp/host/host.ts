import type { Setup } from '#src/contract/session.ts';

export type SignInCode = { readonly way: 'dingtalk' | 'web'; readonly corpId: string; readonly code: string };

/** What surrounds the page: the DingTalk client, the pretend one, or a plain browser. The screens know only this. */
export interface Host {
  readonly kind: 'dingtalk' | 'pretend' | 'browser';
  /** A fresh single-use code, got without asking the person; undefined where a person must sign in by hand. */
  code(setup: Setup): Promise<SignInCode | undefined>;
  /** Never patient data: the bar above the page is DingTalk's. */
  setTitle(title: string): void;
  /** Reads a QR or bar code with the camera, where the host can. */
  readonly scan?: () => Promise<string>;
  /** Several pretend phones share one browser: each keeps a session of its own under this name. */
  readonly phone?: string;
}

/** What a host could not do, in one shape: DingTalk rejects with plain objects. */
export class HostRefused extends Error {
  readonly errorCode: string;
  constructor(errorCode: string, message: string) {
    super(message);
    this.name = 'HostRefused';
    this.errorCode = errorCode;
  }
}

export function hostRefusal(thrown: unknown): HostRefused {
  if (thrown instanceof HostRefused) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'errorCode' in thrown) {
    const message = 'errorMessage' in thrown ? String(thrown.errorMessage) : 'refused by the host';
    return new HostRefused(String(thrown.errorCode), message);
  }
  return new HostRefused('unknown', thrown instanceof Error ? thrown.message : 'refused by the host');
}

/** Organisations in the order to try: the one the link names first. The name is a hint; the code itself proves the rest. */
export function tenantsInOrder(setup: Setup, search: string): Setup['tenants'] {
  const hint = new URLSearchParams(search).get('corpId');
  return [...setup.tenants].sort((a, b) => Number(b.corpId === hint) - Number(a.corpId === hint));
}
