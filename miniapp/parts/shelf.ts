import { useSyncExternalStore } from 'react';

/** One value that screens can watch. */
export class Shelf<Value> {
  #value: Value;
  readonly #watchers = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get now(): Value {
    return this.#value;
  }

  put(value: Value): void {
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  };
}

export const useShelf = <Value>(shelf: Shelf<Value>): Value => useSyncExternalStore(shelf.watch, () => shelf.now);
