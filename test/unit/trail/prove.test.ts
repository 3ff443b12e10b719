import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash } from '#src/domain/trail/link.ts';
import { consistencyProof, inclusionProof, rootOf } from '#src/domain/trail/merkle.ts';
import { Prover } from '#src/domain/trail/prove.ts';

const leaves = Array.from({ length: 140 }, (_, n) => leafHash(`${n}`));
const hex = (hashes: readonly Uint8Array[] = []): readonly string[] =>
  hashes.map((one) => Buffer.from(one).toString('hex'));

test('one pass gives the proofs that the whole list of leaves gives, for any leaves and any older sizes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: leaves.length }),
      fc.uniqueArray(fc.nat(139), { maxLength: 6 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 139 }), { maxLength: 6 }),
      (size, indexes, olders) => {
        const here = leaves.slice(0, size);
        const prover = new Prover(size, indexes, olders);
        for (const leaf of leaves) prover.add(leaf);
        const { root, inclusion, consistency } = prover.proofs();
        expect(hex([root])).toEqual(hex([rootOf(here)]));
        for (const index of indexes.filter((one) => one < size))
          expect(hex(inclusion.get(index))).toEqual(hex(inclusionProof(here, index)));
        for (const older of olders.filter((one) => one < size))
          expect(hex(consistency.get(older))).toEqual(hex(consistencyProof(here, older)));
      },
    ),
    { numRuns: 300 },
  );
});

test('too few leaves give no proof', () => {
  const prover = new Prover(3, [0]);
  prover.add(leafHash('0'));
  expect(() => prover.proofs()).toThrow(RangeError);
});
