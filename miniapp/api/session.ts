import type { Me, Setup } from '#src/contract/session.ts';
import type { Host } from '../host/host.ts';
import { Shelf } from '../parts/shelf.ts';
import { Refusal, refusalFrom } from './refusal.ts';

export type Standing =
  | { readonly is: 'opening' }
  | { readonly is: 'in'; readonly me: Me; readonly setup: Setup }
  /** A person has to sign in by hand; with `me` still known the screens stay, and what was typed stays in them. */
  | { readonly is: 'by-hand'; readonly setup: Setup; readonly me?: Me }
  | { readonly is: 'refused'; readonly code: string };

type Fetch = typeof fetch;

/** Who is signed in. It opens by itself, opens again by itself when it ended, and only then asks a person. */
export class Session {
  readonly standing = new Shelf<Standing>({ is: 'opening' });
  readonly #host: Host;
  readonly #fetch: Fetch;
  #setup: Setup | undefined;
  #opening: Promise<Me> | undefined;
  #waiting: ((me: Me) => void)[] = [];
  readonly #other: () => void;
  /** Somebody else is here now: this page has nothing to say any more. */
  #isOver = false;

  /** `other`: somebody else signed in where this page was open; it must begin anew, for what stands in it is not theirs. */
  constructor(host: Host, doFetch: Fetch, other: () => void) {
    this.#host = host;
    this.#fetch = doFetch;
    this.#other = other;
  }

  get me(): Me | undefined {
    const { now } = this.standing;
    return now.is === 'in' || now.is === 'by-hand' ? now.me : undefined;
  }

  /** The same address, marked with whose phone asks where several share one browser. */
  address(path: string): string {
    if (!this.#host.phone) return path;
    return `${path}${path.includes('?') ? '&' : '?'}phone=${encodeURIComponent(this.#host.phone)}`;
  }

  /** At start: an open session is taken up, unless the host can say for sure who is there. */
  async open(): Promise<void> {
    try {
      // Both at once: on a phone network each way there and back is seen.
      const [setup, kept] = await Promise.all([this.#setup ?? this.#get<Setup>('/api/setup'), this.#kept()]);
      this.#setup = setup;
      if (kept) this.#enter(kept);
      else await this.again();
    } catch (error) {
      this.standing.put({ is: 'refused', code: error instanceof Refusal ? error.code : 'door.login-code' });
    }
  }

  /** Signs in anew. Many may ask at once; it is done once. Waits for the person where it must. */
  again(): Promise<Me> {
    this.#opening ??= this.#signIn()
      .catch((error: unknown) => {
        // Who may not come in again sees nothing any more; a network that failed only failed.
        if (error instanceof Refusal && !error.passes && !this.#isOver) this.shutOut(error.code);
        throw error;
      })
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }

  /** Another window has signed in: this page goes on. */
  async takeUp(): Promise<void> {
    const me = await this.#get<Me>('/api/session');
    this.#enter(me);
    for (const goOn of this.#waiting.splice(0)) goOn(me);
  }

  /** The service said that this person may not come in any more: nothing that was shown stays. */
  shutOut(code: string): void {
    this.standing.put({ is: 'refused', code });
  }

  keep(me: Me): void {
    this.#enter(me);
  }

  async #signIn(): Promise<Me> {
    this.#setup ??= await this.#get<Setup>('/api/setup');
    const code = await this.#host.code(this.#setup);
    if (!code) {
      // Somebody may have signed in in another window of this browser: the same person goes on, another begins anew.
      const [here, known] = [await this.#kept(), this.me];
      if (here && (here.person !== known?.person || here.csrf !== known.csrf)) {
        this.#enter(here);
        return here;
      }
      this.standing.put({ is: 'by-hand', setup: this.#setup, ...(known ? { me: known } : {}) });
      return new Promise((resolve) => this.#waiting.push(resolve));
    }
    const me = await this.#get<Me>('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(code),
    });
    this.#enter(me);
    return me;
  }

  #enter(me: Me): void {
    const known = this.me;
    if (known && known.person !== me.person) {
      // What waited was asked by the one before: it is never asked as the newcomer.
      this.#waiting = [];
      this.#isOver = true;
      this.standing.put({ is: 'opening' });
      this.#other();
      throw new Refusal('door.login-expired', 401);
    }
    if (this.#setup) this.standing.put({ is: 'in', me, setup: this.#setup });
  }

  async #kept(): Promise<Me | undefined> {
    // A shared browser may hold somebody else's session: a pretend phone without a name of its own always signs in anew.
    if (this.#host.kind === 'pretend') return undefined;
    try {
      return await this.#get<Me>('/api/session');
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return undefined;
      throw error;
    }
  }

  async #get<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    let response: Response;
    try {
      response = await this.#fetch(this.address(path), { credentials: 'same-origin', ...init });
    } catch {
      throw new Refusal('net.offline', 0);
    }
    if (!response.ok) throw await refusalFrom(response);
    // The service answers with the contract's shape; its own tests hold it to that.
    return (await response.json()) as Answer;
  }
}
