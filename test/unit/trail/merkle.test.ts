import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consistencyProof,
  emptyRoot,
  GrowingTree,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '#src/domain/trail/merkle.ts';

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafOf = (data: Uint8Array): Buffer => sha256(Uint8Array.of(0), data);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The definition in RFC 6962, 2.1, word for word; knows nothing of growing. */
const plainRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  const [only] = leaves;
  if (!only) return sha256();
  if (leaves.length === 1) return only;
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha256(Uint8Array.of(1), plainRoot(leaves.slice(0, left)), plainRoot(leaves.slice(left)));
};

/** The inputs and roots that the Certificate Transparency project tests its trees with. */
const known = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (data) => leafOf(Buffer.from(data, 'hex')),
);
const knownRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('the roots are those that other logs of this shape have', () => {
  expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  knownRoots.forEach((root, place) => {
    expect(hex(rootOf(known.slice(0, place + 1)))).toBe(root);
  });
});

test('the proofs are those that other logs of this shape give', () => {
  expect(inclusionProof(known, 0).map(hex)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  expect(consistencyProof(known, 6).map(hex)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

const someLeaves = fc
  .integer({ min: 1, max: 70 })
  .map((size) => Array.from({ length: size }, (_, n) => leafOf(Buffer.from(`${n}`))));

test('a growing tree has the root of the plain definition at every size', () => {
  const leaves = Array.from({ length: 300 }, (_, n) => leafOf(Buffer.from(`${n}`)));
  const tree = new GrowingTree();
  leaves.forEach((leaf, place) => {
    tree.add(leaf);
    expect(hex(tree.root())).toBe(hex(plainRoot(leaves.slice(0, place + 1))));
  });
});

test('a tree put down at any size and taken up again grows on as if nothing had been', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(70), (leaves, at) => {
      const older = new GrowingTree();
      for (const leaf of leaves.slice(0, at)) older.add(leaf);
      const again = GrowingTree.from(older.size, older.peaks);
      for (const leaf of leaves.slice(at)) again.add(leaf);
      expect(again.size).toBe(leaves.length);
      expect(hex(again.root())).toBe(hex(plainRoot(leaves)));
    }),
  );
  expect(() => GrowingTree.from(5, [leafOf(Buffer.alloc(0))])).toThrow(RangeError);
});

test('every entry can be shown to be in the tree, and no other can be shown in its place', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), (leaves, pick) => {
      const [index, root] = [pick % leaves.length, rootOf(leaves)];
      const [leaf, proof] = [leaves[index] ?? emptyRoot, inclusionProof(leaves, index)];
      expect(verifyInclusion(leaf, index, leaves.length, proof, root)).toBe(true);
      expect(verifyInclusion(leafOf(Buffer.from('other')), index, leaves.length, proof, root)).toBe(false);
      expect(verifyInclusion(leaf, index, leaves.length, [...proof, root], root)).toBe(false);
      expect(verifyInclusion(leaf, leaves.length, leaves.length, proof, root)).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(leaf, index, leaves.length, proof.slice(1), root)).toBe(false);
      for (const other of [index - 1, index + 1].filter((one) => one >= 0 && one < leaves.length))
        expect(verifyInclusion(leaf, other, leaves.length, proof, root)).toBe(false);
    }),
    { numRuns: 400 },
  );
});

test('an older tree can be shown to be the beginning of a newer one, and a rewritten one cannot', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, one, other) => {
      const older = (one % leaves.length) + 1;
      const rewritten = leaves.with(other % older, leafOf(Buffer.from('rewritten')));
      const [olderRoot, newerRoot] = [rootOf(leaves.slice(0, older)), rootOf(leaves)];
      const proof = consistencyProof(leaves, older);
      expect(verifyConsistency(older, leaves.length, olderRoot, newerRoot, proof)).toBe(true);
      const forged = consistencyProof(rewritten, older);
      expect(verifyConsistency(older, leaves.length, olderRoot, rootOf(rewritten), forged)).toBe(false);
      expect(verifyConsistency(older, leaves.length, olderRoot, newerRoot, [...proof, newerRoot])).toBe(false);
    }),
    { numRuns: 400 },
  );
});
