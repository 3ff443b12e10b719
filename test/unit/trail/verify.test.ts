import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrailLine } from '#src/domain/trail/lines.ts';
import { aBody, aKey, aTrail, checkpointsIn, verdictOf } from '#test/builders/a-trail.ts';

const key = aKey();
const whole = [...aTrail({ pyn: 1, tmh: 23, twc: 7 }, { key })];
const lineAt = (index: number): TrailLine => JSON.parse(whole[index] ?? '') as TrailLine;
const indexes = (kind: TrailLine['kind']): readonly number[] =>
  whole.flatMap((_line, index) => (lineAt(index).kind === kind ? [index] : []));
const entryAt = (index: number) => {
  const line = lineAt(index);
  if (line.kind !== 'entry') throw new Error('no entry');
  return { chain: line.chain, seq: line.seq };
};
const entries = indexes('entry');
const bad = (lines: readonly string[], remembered = checkpointsIn([])) => verdictOf(lines, remembered).firstBad;
const anEntry = fc.constantFrom(...entries);
const aLine = fc.nat(whole.length - 1);

/** The entry a line speaks of: itself, or for a checkpoint the one before it. */
function speaksOf(index: number): { chain: string; seq: number } {
  const line = lineAt(index);
  if (line.kind === 'entry') return { chain: line.chain, seq: line.seq };
  if (line.kind === 'checkpoint') return { chain: line.chain, seq: line.size };
  return { chain: '?', seq: 0 };
}

test('an untouched trail verifies, entry by entry and chain by chain', () => {
  expect(verdictOf(whole)).toMatchObject({ ok: true, entries: 31, chains: 3, checkpoints: 8 });
  expect(verdictOf(whole, checkpointsIn(whole)).ok).toBe(true);
  expect(verdictOf([...aTrail({})])).toMatchObject({ ok: true, entries: 0 });
});

test('an untouched trail of any shape verifies', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{3}$/), fc.integer({ min: 1, max: 20 }), { maxKeys: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.string({ unit: 'grapheme' }),
      (sizes, every, words) => {
        const lines = [...aTrail(sizes, { key, every, body: (chain, seq) => aBody(chain, seq, { words }) })];
        expect(verdictOf(lines, checkpointsIn(lines)).ok).toBe(true);
      },
    ),
  );
});

test('every single flipped bit of an entry or a checkpoint is found, and named at its own entry', () => {
  const [first, last] = [entries[8] ?? 0, (entries[8] ?? 0) + 4];
  for (let index = first; index <= last; index += 1) {
    const bytes = Buffer.from(whole[index] ?? '', 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [0, 5]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const found = bad(whole.with(index, changed.toString('utf8')));
        expect({ index, at, bit, chain: found?.chain, seq: found?.seq }).toEqual({
          index,
          at,
          bit,
          ...speaksOf(index),
        });
      }
    }
  }
});

test('any flipped byte anywhere in the export is found', () => {
  fc.assert(
    fc.property(aLine, fc.nat(), fc.integer({ min: 1, max: 255 }), (index, at, by) => {
      const bytes = Buffer.from(whole[index] ?? '', 'utf8');
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
      const found = bad(whole.with(index, bytes.toString('utf8')));
      expect(found).toBeDefined();
      if (lineAt(index).kind === 'entry') expect(found).toMatchObject(speaksOf(index));
    }),
    { numRuns: 1_500 },
  );
});

test('a removed entry is named, also the first of a chain and the last', () => {
  for (const index of entries) expect(bad(whole.toSpliced(index, 1))).toMatchObject(entryAt(index));
});

test('a removed checkpoint, key or header is found although no entry is bad', () => {
  for (const kind of ['checkpoint', 'key', 'header', 'contents', 'end'] as const)
    for (const index of indexes(kind)) expect(bad(whole.toSpliced(index, 1))).toBeDefined();
});

test('two entries swapped are found at the first of the two', () => {
  fc.assert(
    fc.property(anEntry, anEntry, (one, other) => {
      fc.pre(one < other && entryAt(one).chain === entryAt(other).chain);
      const swapped = whole.with(one, whole[other] ?? '').with(other, whole[one] ?? '');
      expect(bad(swapped)).toMatchObject(entryAt(one));
    }),
  );
});

test('entries swapped between institutions are found', () => {
  fc.assert(
    fc.property(anEntry, anEntry, (one, other) => {
      fc.pre(one < other && entryAt(one).chain !== entryAt(other).chain);
      expect(bad(whole.with(one, whole[other] ?? '').with(other, whole[one] ?? ''))).toBeDefined();
    }),
  );
});

test('an entry said twice is found where it stands for the second time', () => {
  for (const index of entries) {
    const twice = whole.toSpliced(index, 0, whole[index] ?? '');
    const { chain, seq } = entryAt(index);
    const found = bad(twice);
    expect(found?.chain).toBe(chain);
    // Where a checkpoint should follow, its own entry is the one that is named.
    expect([seq, seq + 1]).toContain(found?.seq);
  }
});

test('a tail cut off is found at the first entry that is gone', () => {
  for (const index of entries) expect(bad(whole.slice(0, index))).toMatchObject(entryAt(index));
  expect(bad(whole.slice(0, -1))).toMatchObject({ why: 'the end is missing' });
});

test('a tail cut off one institution is found at the first entry that is gone', () => {
  for (const index of entries) {
    const { chain } = entryAt(index);
    const later = whole.slice(index).filter((line) => !line.includes(`"chain":"${chain}","s`));
    expect(bad([...whole.slice(0, index), ...later])).toMatchObject(entryAt(index));
  }
});

test('a whole institution left out is found, also when the contents keep silent about it', () => {
  const without = whole.filter((line) => !line.includes('"chain":"twc","s'));
  expect(bad(without)).toMatchObject({ chain: 'twc', seq: 1 });
  const silent = without.map((line) => line.replace(/,\{"chain":"twc","entries".*?\}/, ''));
  expect(silent.join()).not.toContain('twc');
  expect(bad(silent)?.why).toContain('signed');
});

test('lines after the end are found', () => {
  for (const index of [0, 1, 2, 3, whole.length - 1]) expect(bad([...whole, whole[index] ?? ''])).toBeDefined();
});

test('another history under the same key is a fork where what was vouched for is remembered', () => {
  const remembered = checkpointsIn(whole);
  for (let from = 1; from <= 23; from += 1) {
    const other = [
      ...aTrail(
        { pyn: 1, tmh: 23, twc: 7 },
        { key, body: (chain, seq) => aBody(chain, seq, chain === 'tmh' && seq >= from ? { other: 1 } : {}) },
      ),
    ];
    expect(verdictOf(other).ok).toBe(true);
    expect(bad(other, remembered)).toMatchObject({ chain: 'tmh', seq: Math.min(Math.ceil(from / 5) * 5, 23) });
  }
});

test('an older copy is found at the first entry it lacks when a later checkpoint is remembered', () => {
  for (let size = 1; size < 23; size += 1) {
    const older = [...aTrail({ pyn: 1, tmh: size, twc: 7 }, { key })];
    expect(verdictOf(older).ok).toBe(true);
    expect(bad(older, checkpointsIn(whole))).toMatchObject({ chain: 'tmh', seq: size + 1 });
  }
});

test('the same history signed by another key is found when a checkpoint is remembered', () => {
  const forged = [...aTrail({ pyn: 1, tmh: 23, twc: 7 }, { key: aKey() })];
  expect(verdictOf(forged).ok).toBe(true);
  expect(bad(forged, checkpointsIn(whole))?.why).toContain('key');
});

test('a trail signed with another key than the one it names, or with a key of a clinician, is found', () => {
  const { keyId, spkiPem } = key;
  expect(verdictOf(whole).key).toHaveLength(64);
  expect(verdictOf(whole.map((line) => line.replace('"owner":"baton-trail"', '"owner":"alvin"'))).ok).toBe(false);
  expect(verdictOf([...aTrail({ tmh: 3 }, { key: { ...aKey(), keyId, spkiPem } })]).ok).toBe(false);
});

test('a file that is no trail at all is said to be none', () => {
  expect(bad([])).toMatchObject({ chain: '?', seq: 0 });
  expect(bad(['{}'])).toBeDefined();
  expect(bad(whole.with(0, (whole[0] ?? '').replace('"version":1', '"version":2')))).toBeDefined();
});
