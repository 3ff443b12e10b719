import { createHash } from 'node:crypto';

const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();

/** The root over no leaves (RFC 6962: the hash of nothing). */
export const emptyRoot: Uint8Array = createHash('sha256').digest();

/**
 * A Merkle tree that only grows (RFC 6962 / 9162 shape). It keeps one hash per complete subtree, so a million leaves cost twenty hashes of memory.
 */
export class GrowingTree {
  readonly #peaks: { hash: Uint8Array; height: number }[] = [];
  #size = 0;

  /** A tree that goes on from where another stood: its size, and its complete subtrees from the left. */
  static from(size: number, peaks: readonly Uint8Array[]): GrowingTree {
    const tree = new GrowingTree();
    const heights = [...size.toString(2)].flatMap((bit, place, all) => (bit === '1' ? [all.length - 1 - place] : []));
    if (heights.length !== peaks.length) throw new RangeError(`a tree of ${size} leaves has ${heights.length} peaks`);
    heights.forEach((height, place) => {
      tree.#peaks.push({ hash: peaks[place] ?? emptyRoot, height });
    });
    tree.#size = size;
    return tree;
  }

  /** A tree of its own with the same leaves. */
  copy(): GrowingTree {
    const tree = new GrowingTree();
    tree.#peaks.push(...this.#peaks);
    tree.#size = this.#size;
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Uint8Array[] {
    return this.#peaks.map(({ hash }) => hash);
  }

  add(leaf: Uint8Array): void {
    this.#size += 1;
    let here = { hash: leaf, height: 0 };
    for (let last = this.#peaks.at(-1); last && last.height === here.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      here = { hash: nodeHash(last.hash, here.hash), height: here.height + 1 };
    }
    this.#peaks.push(here);
  }

  root(): Uint8Array {
    const [last, ...rest] = [...this.#peaks].reverse();
    return last ? rest.reduce((right, { hash }) => nodeHash(hash, right), last.hash) : emptyRoot;
  }
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let at = 1;
  while (at * 2 < size) at *= 2;
  return at;
}

const isPowerOfTwo = (size: number): boolean => size > 0 && (size === 1 || split(size) * 2 === size);

export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The hashes that, with the leaf at `index`, lead to the root over `leaves` (RFC 9162, 2.1.3.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...inclusionProof(leaves.slice(0, at), index), rootOf(leaves.slice(at))]
    : [...inclusionProof(leaves.slice(at), index - at), rootOf(leaves.slice(0, at))];
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index >= size) return false;
  let here = leaf;
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      here = nodeHash(sibling, here);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else here = nodeHash(here, sibling);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.from(here).equals(root);
}

/** The hashes that show the first `older` leaves to be the beginning of all (RFC 9162, 2.1.4.1). */
export function consistencyProof(leaves: readonly Uint8Array[], older: number): readonly Uint8Array[] {
  return older === 0 || older >= leaves.length ? [] : subproof(leaves, older, true);
}

function subproof(leaves: readonly Uint8Array[], older: number, whole: boolean): readonly Uint8Array[] {
  if (older === leaves.length) return whole ? [] : [rootOf(leaves)];
  const at = split(leaves.length);
  return older <= at
    ? [...subproof(leaves.slice(0, at), older, whole), rootOf(leaves.slice(at))]
    : [...subproof(leaves.slice(at), older - at, false), rootOf(leaves.slice(0, at))];
}

/** RFC 9162, 2.1.4.2. */
export function verifyConsistency(
  older: number,
  newer: number,
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (older > newer) return false;
  if (older === newer) return proof.length === 0 && Buffer.from(olderRoot).equals(newerRoot);
  if (older === 0) return proof.length === 0;
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : [...proof];
  const [first, ...rest] = path;
  if (!first) return false;
  let node = older - 1;
  let last = newer - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let left = first;
  let right = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      left = nodeHash(hash, left);
      right = nodeHash(hash, right);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else right = nodeHash(right, hash);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.from(left).equals(olderRoot) && Buffer.from(right).equals(newerRoot);
}
