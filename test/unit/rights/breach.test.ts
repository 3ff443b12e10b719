import { expect, test } from 'vitest';
import type { Happening } from '#src/domain/happening.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { noticeDraft, reachOf } from '#src/domain/rights/breach.ts';
import { whoLooked } from '#src/domain/rights/who-looked.ts';
import { alvin, cheung, tmh } from '#test/builders/a-house.ts';
import { later, noon } from '#test/builders/a-referral.ts';

let seq = 0;
const look = (
  who: typeof alvin,
  patient: string,
  minutes: number,
  what: 'record-opened' | 'record-searched' = 'record-opened',
) => ({
  chain: tmh,
  seq: (seq += 1),
  happening: {
    what,
    at: later(minutes),
    by: { person: who.id },
    institution: tmh,
    patient: id<PatientId>(patient),
    referral: id<ReferralId>(`ref-${patient}`),
  } as Happening,
});
const entries = [
  look(alvin, 'p1', 1),
  look(cheung, 'p1', 2),
  look(cheung, 'p2', 3),
  look(cheung, 'p2', 4),
  look(cheung, 'p3', 90),
  look(cheung, 'p4', 5, 'record-searched'),
];

test('from a set of log entries: the affected patients, and what was read of each', () => {
  const reach = reachOf(entries, { person: cheung.id, from: noon.toISOString(), until: later(60).toISOString() });
  expect(reach).toMatchObject({ entries: 4, people: ['cheung'], institutions: ['tmh'] });
  expect(reach.patients).toEqual([
    expect.objectContaining({ patient: 'p1', referrals: ['ref-p1'], read: { 'record-opened': 1 } }),
    expect.objectContaining({ patient: 'p2', read: { 'record-opened': 2 }, first: later(3).toISOString() }),
    // A line of the record stood in the answer to a search: that is a look too.
    expect.objectContaining({ patient: 'p4', read: { 'record-searched': 1 } }),
  ]);
  expect(reachOf(entries, { entries: ['tmh:3'] }).patients.map(({ patient }) => patient)).toEqual(['p2']);
  expect(reachOf(entries, { patients: ['p3'] }).entries).toBe(1);
});

test('the draft of the notice holds every part of the form; what is not known yet is left as a gap', () => {
  const facts = { what: 'A phone was lost', how: '', cause: '', contained: 'Sessions ended', harm: '', steps: '' };
  const draft = noticeDraft({ institution: tmh, foundAt: noon, facts }, reachOf(entries, {}), {
    institution: 'Tuen Mun Hospital',
    officer: 'Ms Kwan',
  });
  const part = (name: string) => draft.find((one) => one.part === name)?.says;
  expect(part('number')).toBe('4');
  expect(part('what')).toBe('A phone was lost');
  expect(part('harm')).toBe('____');
  expect(part('user')).toContain('Tuen Mun Hospital');
  expect(JSON.stringify(draft)).not.toContain('CHAN');
});

test('who looked: people only, one line for one deed within a quarter of an hour', () => {
  const looks = whoLooked([...entries, look(alvin, 'p1', 10), look(alvin, 'p1', 30)].map(({ happening }) => happening));
  expect(looks.filter(({ who }) => who === 'alvin').map(({ at }) => at)).toEqual([later(1), later(30)]);
  expect(looks.every(({ where }) => where === tmh)).toBe(true);
});
