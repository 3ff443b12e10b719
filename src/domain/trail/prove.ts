import { emptyRoot, GrowingTree } from './merkle.ts';

type Range = readonly [from: number, to: number];

/** The largest power of two below `size`. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** The subtrees beside the way from a leaf to the root over `size` leaves (RFC 9162, 2.1.3.1), the lowest first. */
function besideLeaf(index: number, [from, to]: Range): readonly Range[] {
  if (to - from <= 1) return [];
  const at = from + split(to - from);
  return index < at ? [...besideLeaf(index, [from, at]), [at, to]] : [...besideLeaf(index, [at, to]), [from, at]];
}

/** The subtrees that show the first `older` leaves to be the beginning (RFC 9162, 2.1.4.1). */
function besideOlder(older: number, [from, to]: Range, whole: boolean): readonly Range[] {
  if (older === to) return whole ? [] : [[from, to]];
  const at = from + split(to - from);
  return older <= at
    ? [...besideOlder(older, [from, at], whole), [at, to]]
    : [...besideOlder(older, [at, to], false), [from, at]];
}

export type Proofs = {
  readonly root: Uint8Array;
  /** By index of the leaf, counted from 0. */
  readonly inclusion: ReadonlyMap<number, readonly Uint8Array[]>;
  /** By size of the older tree. */
  readonly consistency: ReadonlyMap<number, readonly Uint8Array[]>;
};

/**
 * Proofs for chosen leaves and older sizes in one pass over the leaves: a million leaves are read once and never held. The same proofs as
 * `inclusionProof` and `consistencyProof` give.
 */
export class Prover {
  readonly #size: number;
  readonly #leaves: readonly number[];
  readonly #olders: readonly number[];
  readonly #wanted = new Map<number, number[]>();
  readonly #found = new Map<string, Uint8Array>();
  readonly #tree = new GrowingTree();
  readonly #edges = new Map<number, GrowingTree>();

  constructor(size: number, leaves: readonly number[], olders: readonly number[] = []) {
    this.#size = size;
    this.#leaves = leaves.filter((index) => index >= 0 && index < size);
    this.#olders = olders.filter((older) => older > 0 && older < size);
    const ranges = [
      ...this.#leaves.flatMap((index) => besideLeaf(index, [0, size])),
      ...this.#olders.flatMap((older) => besideOlder(older, [0, size], true)),
    ];
    for (const [from, to] of ranges) this.#wanted.set(from, [...(this.#wanted.get(from) ?? []), to]);
  }

  /** The next leaf, in order; those beyond the size are not listened to. */
  add(leaf: Uint8Array): void {
    const at = this.#tree.size;
    if (at >= this.#size) return;
    this.#tree.add(leaf);
    if (this.#wanted.has(at)) this.#edges.set(at, new GrowingTree());
    for (const [from, edge] of this.#edges) {
      edge.add(leaf);
      const ends = this.#wanted.get(from) ?? [];
      if (ends.includes(at + 1)) this.#found.set(`${from} ${at + 1}`, edge.root());
      if (ends.every((to) => to <= at + 1)) this.#edges.delete(from);
    }
  }

  proofs(): Proofs {
    if (this.#tree.size !== this.#size) throw new RangeError(`${this.#tree.size} of ${this.#size} leaves were given`);
    const hashes = (ranges: readonly Range[]) =>
      ranges.map(([from, to]) => this.#found.get(`${from} ${to}`) ?? emptyRoot);
    return {
      root: this.#tree.root(),
      inclusion: new Map(this.#leaves.map((index) => [index, hashes(besideLeaf(index, [0, this.#size]))])),
      consistency: new Map(this.#olders.map((older) => [older, hashes(besideOlder(older, [0, this.#size], true))])),
    };
  }
}
