const megabyte = 1024 * 1024;

type Device = {
  /** Gigabytes of the device as its browser tells them (coarsely); undefined where it keeps silent, as iPhones do. */
  readonly gigabytes: number | undefined;
  readonly isTouched: boolean;
};

/** How many bytes of slices a page may keep: far below what makes a phone close it, more on a desk. */
export function boundFor({ gigabytes, isTouched }: Device): number {
  const [each, silent, most] = isTouched ? [16, 64, 96] : [48, 192, 384];
  return Math.floor(Math.min(most, gigabytes === undefined ? silent : gigabytes * each) * megabyte);
}

/** The bound of the device this page runs on. */
export const boundHere = (): number =>
  boundFor({
    gigabytes: (navigator as { deviceMemory?: number }).deviceMemory,
    isTouched: matchMedia('(pointer: coarse)').matches,
  });

type Look = { readonly places: ReadonlyMap<string, number>; readonly here: number };

/**
 * Which slices stay in memory: those nearest to where somebody looks, up to a bound in bytes. What lies farthest goes first, and is fetched again when the hand
 * comes back. The slice under the eyes always stays, however large it is.
 */
export class Near {
  readonly #bound: number;
  readonly #drop: (id: string) => void;
  readonly #kept = new Map<string, number>();
  readonly #files = new Map<string, number>();
  readonly #looks = new Map<object, Look>();
  #bytes = 0;

  /** `drop` lets one slice go; it is not heard of again until it comes again. */
  constructor(bound: number, drop: (id: string) => void) {
    this.#bound = bound;
    this.#drop = drop;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isLookedAt(): boolean {
    return this.#looks.size > 0;
  }

  /** Where one stack is looked at now; `places` is the order of its slices. */
  aim(stack: object, places: Look['places'], here: number): void {
    this.#looks.set(stack, { places, here });
  }

  /** That stack is closed; its slices are the first to go when room is needed. */
  leave(stack: object): void {
    this.#looks.delete(stack);
  }

  /** A slice is here and takes so many bytes. What was asked for and nobody waits for any more goes at once. */
  came(id: string, bytes: number): void {
    this.gone(id);
    this.#kept.set(id, bytes);
    this.#bytes += bytes;
    if (this.#away(id) < Number.POSITIVE_INFINITY) this.#makeRoom();
    else this.#letGo(id);
  }

  gone(id: string): void {
    this.#bytes -= this.#kept.get(id) ?? 0;
    this.#kept.delete(id);
  }

  /** A file of many frames stays as long as any of them. */
  fileCame(file: string, bytes: number): void {
    this.fileGone(file);
    this.#files.set(file, bytes);
    this.#bytes += bytes;
  }

  fileGone(file: string): void {
    this.#bytes -= this.#files.get(file) ?? 0;
    this.#files.delete(file);
  }

  some = (claim: (id: string) => boolean): boolean => [...this.#kept.keys()].some(claim);

  /** Fetching this one is worth it: it fits, or something farther makes way. */
  hasRoomFor(id: string): boolean {
    const usual = this.#kept.size === 0 ? 0 : this.#bytes / this.#kept.size;
    if (this.#bytes + usual <= this.#bound) return true;
    const away = this.#away(id);
    return [...this.#kept.keys()].some((one) => this.#away(one) > away);
  }

  #makeRoom(): void {
    if (this.#bytes <= this.#bound) return;
    const farthestFirst = [...this.#kept.keys()].toSorted((one, other) => this.#away(other) - this.#away(one));
    for (const id of farthestFirst) {
      if (this.#bytes <= this.#bound || this.#away(id) === 0) return;
      this.#letGo(id);
    }
  }

  #letGo(id: string): void {
    this.gone(id);
    this.#drop(id);
  }

  /** Slices between this one and the nearest that is looked at. */
  #away(id: string): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { places, here } of this.#looks.values()) {
      const place = places.get(id);
      if (place !== undefined) least = Math.min(least, Math.abs(place - here));
    }
    return least;
  }
}
