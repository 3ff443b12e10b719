type Parts = {
  readonly isHere: (id: string) => boolean;
  /** Memory is bounded: where nothing farther can make way, no more is fetched. */
  readonly hasRoomFor: (id: string) => boolean;
  readonly load: (id: string) => Promise<unknown>;
  /** Something came, or could not be had; that is said when it is looked at. */
  readonly came: () => void;
};

/** As many at a time as a phone's line and decoder like. */
const atOnce = 3;

/** Fetches what is worth having soon. A new aim takes the place of the old one at once; what is on its way still comes. */
export class Ahead {
  readonly #parts: Parts;
  #next: string[] = [];
  #running = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  aim(ids: readonly string[]): void {
    this.#next = [...ids];
    while (this.#running < atOnce && this.#begin());
  }

  stop(): void {
    this.#next = [];
  }

  #begin(): boolean {
    const { isHere, hasRoomFor, load, came } = this.#parts;
    const id = this.#next.find((one) => !isHere(one));
    this.#next = id === undefined ? [] : this.#next.slice(this.#next.indexOf(id) + 1);
    // Nearest first: where there is no room for this one, there is none for the others.
    if (id === undefined || !hasRoomFor(id)) return false;
    this.#running += 1;
    const done = () => {
      this.#running -= 1;
      came();
      this.#begin();
    };
    load(id).then(done, done);
    return true;
  }
}
