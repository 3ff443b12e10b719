import type { DrawerShown } from '#src/contract/drawer.ts';

/** As in the contract; a text that is longer is not kept. */
const longest = 20_000;
const most = 20;
const oneDay = 24 * 60 * 60 * 1000;

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
/** One text, sealed: the day whose key seals it, when it was typed, and nothing that says what of. */
type Entry = { readonly day: string; readonly at: number; readonly iv: string; readonly sealed: string };
type Entries = Readonly<Record<string, Entry>>;

export type Parts = {
  /** Undefined where the browser gives no place. */
  readonly place: Place | undefined;
  /** Undefined where the page did not come over a safe line: then nothing is kept. */
  readonly crypto: SubtleCrypto | undefined;
  readonly person: () => string | undefined;
  /** Today's key first, then yesterday's; from the service, while somebody is signed in. */
  readonly keys: () => Promise<DrawerShown>;
  /** The day in Hong Kong: with another day come other keys. */
  readonly today: () => string;
  readonly now: () => number;
};

/**
 * What somebody typed and did not send yet outlives the page: sealed with a key that the service alone keeps and destroys after two days, so that what lies in the
 * browser says nothing by itself. A name is made of ids; `r:ID:…` belongs to that referral. Nothing here ever fails: what cannot be kept is not kept.
 */
export class KeptWords {
  readonly #parts: Parts;
  #held:
    | { readonly person: string; readonly day: string; readonly keys: Promise<ReadonlyMap<string, CryptoKey>> }
    | undefined;
  /** Counts what was done to a name, so that a slow sealing does not bring back what was let go meanwhile. */
  readonly #turns = new Map<string, number>();
  readonly #closed = new Set<string>();
  #lately: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `false`: not yet, the key cannot be had just now. */
  async put(name: string, text: string): Promise<boolean> {
    if (!text.trim()) {
      this.drop(name);
      return true;
    }
    const { crypto, now } = this.#parts;
    const who = this.#who();
    if (!who || !crypto || text.length > longest || this.#isClosed(name)) return true;
    const turn = this.#turn(name);
    try {
      // Today's is the first, whatever day this device believes it is.
      const [first] = await this.#keys(who);
      if (!first) return false;
      const [day, key] = first;
      const iv = globalThis.crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(text);
      const sealed = await crypto.encrypt({ name: 'AES-GCM', iv, additionalData: label(who, name, day) }, key, words);
      if (this.#turns.get(name) !== turn) return true;
      const entry = { day, at: now(), iv: toBase64(iv), sealed: toBase64(new Uint8Array(sealed)) };
      this.#write(who, { ...this.#read(who), [name]: entry });
      return true;
    } catch {
      // No network for the key: the words stay in the open page for now.
      return false;
    }
  }

  async get(name: string): Promise<{ readonly text: string; readonly at: number } | undefined> {
    const { crypto } = this.#parts;
    const who = this.#who();
    if (!who || !crypto) return undefined;
    const keys = this.#keys(who);
    const entry = this.#read(who)[name];
    if (!entry) {
      // Fetched all the same, so that a line that is cut while somebody types does no harm.
      keys.catch(() => undefined);
      return undefined;
    }
    try {
      const key = (await keys).get(entry.day);
      // Its key is destroyed: nobody can read it any more.
      if (!key) {
        this.drop(name);
        return undefined;
      }
      const algorithm = { name: 'AES-GCM', iv: fromBase64(entry.iv), additionalData: label(who, name, entry.day) };
      const words = await crypto.decrypt(algorithm, key, fromBase64(entry.sealed));
      return { text: new TextDecoder().decode(words), at: entry.at };
    } catch (error) {
      // Damaged, or sealed by a key that was destroyed; without a network it waits for the next time.
      if (error instanceof DOMException) this.drop(name);
      return undefined;
    }
  }

  drop(name: string): void {
    this.#turn(name);
    this.#keepOnly((one) => one !== name);
  }

  /** There is no leave to see this referral any more: what was typed of it goes, and nothing new is kept. */
  close(referral: string): void {
    this.#closed.add(`r:${referral}:`);
    for (const name of this.#turns.keys()) if (this.#isClosed(name)) this.#turn(name);
    this.#keepOnly((name) => !this.#isClosed(name));
  }

  /** The next text is sealed with keys that are asked for anew. */
  letGoOfKeys(): void {
    this.#held = undefined;
  }

  /** Signed out, or shut out. */
  dropAll(): void {
    for (const name of this.#turns.keys()) this.#turn(name);
    this.#keepOnly(() => false);
    this.#held = undefined;
  }

  #turn(name: string): number {
    const turn = (this.#turns.get(name) ?? 0) + 1;
    this.#turns.set(name, turn);
    return turn;
  }

  #isClosed = (name: string): boolean => [...this.#closed].some((part) => name.startsWith(part));

  #who(): string | undefined {
    this.#lately = this.#parts.person() ?? this.#lately;
    return this.#parts.person();
  }

  #keys(person: string): Promise<ReadonlyMap<string, CryptoKey>> {
    const day = this.#parts.today();
    if (this.#held?.person !== person || this.#held.day !== day) {
      const keys = this.#fetched();
      const held = { person, day, keys };
      this.#held = held;
      keys.catch(() => {
        if (this.#held === held) this.#held = undefined;
      });
    }
    return this.#held.keys;
  }

  async #fetched(): Promise<ReadonlyMap<string, CryptoKey>> {
    const { crypto, keys } = this.#parts;
    const given = (await keys()).keys;
    const read = given.map(async ({ day, key }) => {
      const use: readonly KeyUsage[] = ['encrypt', 'decrypt'];
      return [day, await crypto?.importKey('raw', fromBase64(key), 'AES-GCM', false, use)] as const;
    });
    return new Map((await Promise.all(read)).flatMap(([day, key]) => (key ? [[day, key] as const] : [])));
  }

  #keepOnly(stays: (name: string) => boolean): void {
    const who = this.#parts.person() ?? this.#lately;
    if (!who) return;
    const entries = Object.entries(this.#read(who));
    const left = entries.filter(([name]) => stays(name));
    if (left.length < entries.length) this.#write(who, Object.fromEntries(left));
  }

  #read(person: string): Entries {
    try {
      const kept: unknown = JSON.parse(this.#parts.place?.getItem(shelf(person)) ?? '{}');
      if (typeof kept !== 'object' || kept === null) return {};
      const oldest = this.#parts.now() - 2 * oneDay;
      return Object.fromEntries(Object.entries(kept).filter(([, one]) => isEntry(one) && one.at > oldest));
    } catch {
      return {};
    }
  }

  #write(person: string, entries: Entries): void {
    const newest = Object.entries(entries)
      .sort(([, one], [, other]) => other.at - one.at)
      .slice(0, most);
    try {
      if (newest.length === 0) this.#parts.place?.removeItem(shelf(person));
      else this.#parts.place?.setItem(shelf(person), JSON.stringify(Object.fromEntries(newest)));
    } catch {
      // Full, or not allowed.
    }
  }
}

const shelf = (person: string): string => `baton-typed-${person}`;

/** Bound to whose, what for and when: one entry cannot stand in for another. */
const label = (person: string, name: string, day: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify([person, name, day]));

const isEntry = (one: unknown): one is Entry =>
  typeof one === 'object' &&
  one !== null &&
  ['day', 'iv', 'sealed'].every((part) => typeof (one as Record<string, unknown>)[part] === 'string') &&
  typeof (one as Record<string, unknown>)['at'] === 'number';

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
