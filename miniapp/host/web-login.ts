import type { Setup } from '#src/contract/session.ts';
import { type Host, type SignInCode, tenantsInOrder } from './host.ts';

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const shelfKey = 'baton-sign-in';

/** Where a sign-in began: to come back to, and a word only this tab knows, so that nobody can sign it in as somebody else. */
type Begun = { readonly state: string; readonly back: string; readonly window: 'this' | 'another' };

/** The link to DingTalk's own sign-in page, with a state of our own. */
export function webLoginLink(setup: Setup, shelf: Shelf, back: string, window: Begun['window']): string | undefined {
  if (!setup.webLogin) return undefined;
  const link = new URL(setup.webLogin);
  const state = `${window}-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  link.searchParams.set('state', state);
  shelf.setItem(shelfKey, JSON.stringify({ state, back, window } satisfies Begun));
  return link.href;
}

/** What DingTalk's page brought back, when this page load is such a return and the state is the one that was sent. */
export function webLoginReturn(
  search: string,
  shelf: Shelf,
): { readonly code: string; readonly begun: Begun } | undefined {
  const query = new URLSearchParams(search);
  const code = query.get('authCode') ?? query.get('code');
  const kept = shelf.getItem(shelfKey);
  if (!code || !kept) return undefined;
  shelf.removeItem(shelfKey);
  // We wrote it ourselves three lines above in an earlier page.
  const begun = JSON.parse(kept) as Begun;
  return query.get('state') === begun.state ? { code, begun } : undefined;
}

/** A plain browser: a code only when the person has just come back from DingTalk's sign-in page. */
export function browserHost(search: string, returned: string | undefined): Host {
  let code = returned;
  return {
    kind: 'browser',
    async code(setup: Setup): Promise<SignInCode | undefined> {
      const [tenant] = tenantsInOrder(setup, search);
      if (!code || !tenant) return undefined;
      const once = code;
      code = undefined;
      return { way: 'web', corpId: tenant.corpId, code: once };
    },
    setTitle() {
      // The document title is the bar here, and the screen sets it itself.
    },
  };
}
