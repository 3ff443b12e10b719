import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrailLine } from '#src/domain/trail/lines.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import { aKey, aTrail, checkpointsIn, verdictOf } from '#test/builders/a-trail.ts';
import { FlippedBytes } from '#test/builders/flipped-bytes.ts';

// Most changed lines are no JSON any more: millions of stack traces that nobody reads would cost more than the verifying.
const traces = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = traces;
});

const key = aKey();
const lines = [...aTrail({ tmh: 6_000, twc: 4_000 }, { key, every: 100 })];
const remembered = checkpointsIn(lines);
const line = (index: number): TrailLine => JSON.parse(lines[index] ?? '') as TrailLine;
/** The entry a line speaks of; above the first entry there is none. */
const speaksOf = lines.map((_one, index) => {
  const here = line(index);
  if (here.kind === 'entry') return { chain: here.chain, seq: here.seq };
  if (here.kind === 'checkpoint') return { chain: here.chain, seq: here.size };
  return here.kind === 'end' ? { chain: 'twc', seq: 4_000 } : { chain: '?', seq: 0 };
});
/** Another change at another byte, so that over the trail every change is tried. */
const by = (at: number): number => (at % 255) + 1;

test('every byte of a trail of 10,000 entries changed in turn: each is found, and named at its own entry', () => {
  expect(verdictOf(lines, remembered)).toMatchObject({ ok: true, entries: 10_000, checkpoints: 100 });
  let missed = 0;
  let misplaced = 0;
  const tried = new FlippedBytes(lines).each(by, (index, _at, { ok, firstBad }) => {
    if (ok) missed += 1;
    else if (firstBad?.chain !== speaksOf[index]?.chain || firstBad?.seq !== speaksOf[index]?.seq) misplaced += 1;
  });
  expect({ tried: tried === Buffer.byteLength(`${lines.join('\n')}\n`), missed, misplaced }).toEqual({
    tried: true,
    missed: 0,
    misplaced: 0,
  });
}, 600_000);

test('what is found by hearing only what a changed byte can touch is what reading the whole file finds', async () => {
  const short = [...aTrail({ tmh: 40, twc: 9 }, { key, every: 10 })];
  const bytes = Buffer.from(`${short.join('\n')}\n`);
  const starts: number[] = [];
  short.reduce((at, one) => {
    starts.push(at);
    return at + Buffer.byteLength(one) + 1;
  }, 0);
  const found: { at: number; verdict: unknown }[] = [];
  new FlippedBytes(short).each(
    by,
    (index, place, verdict) => found.push({ at: (starts[index] ?? 0) + place, verdict }),
    17,
  );
  expect(found.length).toBeGreaterThan(700);
  for (const { at, verdict } of found) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ by(at);
    expect({ at, verdict: await verifyTrail([changed]) }).toEqual({ at, verdict });
  }
}, 120_000);

test('any of 10,000 entries deleted, swapped or cut off is found where it is', () => {
  const entries = speaksOf.flatMap((_one, index) => (line(index).kind === 'entry' ? [index] : []));
  for (const place of [0, 1, 99, 100, 4_711, 5_998, 6_000, 9_997]) {
    const index = entries[place] ?? 0;
    const next = entries[place + 1] ?? 0;
    expect(verdictOf(lines.toSpliced(index, 1)).firstBad).toMatchObject(speaksOf[index] ?? {});
    expect(verdictOf(lines.with(index, lines[next] ?? '').with(next, lines[index] ?? '')).firstBad).toMatchObject(
      speaksOf[index] ?? {},
    );
    expect(verdictOf(lines.slice(0, index)).firstBad).toMatchObject(speaksOf[index] ?? {});
  }
});

test('an old copy played again, and a history forked under the same key, are found by the kept checkpoints', () => {
  const older = [...aTrail({ tmh: 6_000, twc: 3_950 }, { key, every: 100 })];
  expect(verdictOf(older).ok).toBe(true);
  expect(verdictOf(older, remembered).firstBad).toMatchObject({ chain: 'twc', seq: 3_951 });
  const forked = [
    ...aTrail(
      { tmh: 6_000, twc: 4_000 },
      { key, every: 100, body: (chain, seq) => JSON.stringify(seq === 3_333 ? 'other' : `${chain} ${seq}`) },
    ),
  ];
  expect(verdictOf(forked).ok).toBe(true);
  expect(verdictOf(forked, remembered).firstBad?.why).toContain('another history');
});
