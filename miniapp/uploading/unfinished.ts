/** An upload that had not ended when the page was closed: its number and size, never its name or content. */
export type Unfinished = { readonly id: string; readonly bytes: number; readonly at: number };

type Drawer = Pick<Storage, 'getItem' | 'setItem'>;
const oneDay = 24 * 60 * 60 * 1000;

/** Remembers over a reload which uploads to ask the service about; after a day it forgets them by itself. */
export class UnfinishedUploads {
  readonly #drawer: Drawer;
  readonly #name: string;
  readonly #now: () => number;

  constructor(drawer: Drawer, person: string, now: () => number = Date.now) {
    this.#drawer = drawer;
    this.#name = `baton-unfinished-${person}`;
    this.#now = now;
  }

  list(): readonly Unfinished[] {
    try {
      // Written by `remember` alone; anything else in its place counts as nothing.
      const kept = JSON.parse(this.#drawer.getItem(this.#name) ?? '[]') as readonly Unfinished[];
      return kept.filter(({ at }) => this.#now() - at < oneDay);
    } catch {
      // A drawer that cannot be read holds nothing to go on with.
      return [];
    }
  }

  remember(id: string, bytes: number): void {
    this.#keep([...this.list().filter((one) => one.id !== id), { id, bytes, at: this.#now() }]);
  }

  forget(id: string): void {
    this.#keep(this.list().filter((one) => one.id !== id));
  }

  #keep(list: readonly Unfinished[]): void {
    try {
      this.#drawer.setItem(this.#name, JSON.stringify(list));
    } catch {
      // Private browsing without storage: sending works, only going on after a reload does not.
    }
  }
}
