import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import { contentHash } from '#src/domain/signing/content-hash.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { aContent } from '#test/builders/a-referral.ts';

const full: ReferralContent = aContent({
  question: 'Please take over',
  history: 'Hypertension',
  uploads: [
    {
      id: 'upload-1' as ReferralContent['uploads'][number]['id'],
      kind: 'pdf',
      mime: 'application/pdf',
      bytes: 12,
      sha256: 'ab'.repeat(32),
      name: 'bloods.pdf',
      addedAt: '2026-11-23T04:00:00.000Z',
      addedBy: 'alvin',
    },
  ],
  notes: [{ id: 'note-1', text: '67M chest pain', by: 'alvin', at: '2026-11-23T04:00:00.000Z' }],
  toChoices: ['tm-cardio'],
  severalPatients: false,
});

/** Every single value inside, by its path. */
const places = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]))
    : [path];
const changedAt = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined)
    return typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${String(value)}.`;
  const entries = Object.entries(value ?? {}).map(([name, one]) => [name, name === key ? changedAt(one, rest) : one]);
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
};

test('any change to anything the referral says changes the hash that was signed', () => {
  const signed = contentHash(full);
  expect(places(full).length).toBeGreaterThan(25);
  for (const place of places(full)) {
    // Same shape, one value changed.
    const changed = changedAt(full, place) as ReferralContent;
    expect(contentHash(changed), place.join('.')).not.toBe(signed);
  }
});

test('a file, a note or a consent taken away changes the hash', () => {
  const { consent: _none, ...without } = full;
  for (const less of [{ ...full, uploads: [] }, { ...full, notes: [] }, without])
    expect(contentHash(less)).not.toBe(contentHash(full));
});

test('the outcome comes after the signature and does not break it', () => {
  const outcome = { words: 'Stented, home on Friday', by: 'lam', at: '2026-11-25T04:00:00.000Z' };
  expect(contentHash({ ...full, outcome })).toBe(contentHash(full));
});

test('the hash is the same after the content was kept and read again, whatever order its parts come in', () => {
  // Read back from its own text.
  const again = JSON.parse(JSON.stringify(full)) as ReferralContent;
  // The same parts, the last first.
  const turned = Object.fromEntries(Object.entries(again).toReversed()) as ReferralContent;
  expect(contentHash(again)).toBe(contentHash(full));
  expect(contentHash(turned)).toBe(contentHash(full));
});

test('two contents have one hash only if they say the same', () => {
  const content = fc.record({ reason: fc.string(), question: fc.string(), history: fc.string() });
  fc.assert(
    fc.property(content, content, (one, other) => {
      expect(contentHash(aContent(one)) === contentHash(aContent(other))).toBe(canonical(one) === canonical(other));
    }),
  );
});
