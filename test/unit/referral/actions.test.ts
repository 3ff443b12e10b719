import { expect, test } from 'vitest';
import { actionsFor, isIrreversible, mayDo } from '#src/domain/referral/actions.ts';
import { alvin, aPerson, cheung, kwan, lam, tmh, yip } from '#test/builders/a-house.ts';
import { aReferral, aSignature, awaiting, noon } from '#test/builders/a-referral.ts';

test('only the consultant who was asked may sign or return', () => {
  const waiting = aReferral({ standing: awaiting });
  expect(actionsFor(lam, waiting)).toContain('sign');
  for (const other of [alvin, cheung, yip, kwan]) expect(actionsFor(other, waiting)).not.toContain('sign');
});

test('the receiving doctor accepts or declines; the sending side does neither', () => {
  const opened = aReferral({ standing: { state: 'opened', since: noon, by: cheung.id }, signature: aSignature() });
  expect(actionsFor(cheung, opened)).toEqual(expect.arrayContaining(['accept', 'decline', 'redirect']));
  expect(actionsFor(alvin, opened)).toEqual(['cancel']);
});

test('a nurse coordinator books and marks visits but does not accept or answer', () => {
  const accepted = aReferral({ standing: { state: 'accepted', since: noon, by: cheung.id } });
  expect(mayDo(yip, accepted, 'book')).toBe(true);
  expect(mayDo(yip, accepted, 'answer')).toBe(false);
});

test('a new time comes first until the visit; from then on whether the patient came, then the answer', () => {
  const visit = { at: new Date(noon.getTime() + 3_600_000), bookedBy: yip.id };
  const booked = aReferral({ standing: { state: 'booked', since: noon, visit }, signature: aSignature() });
  const attended = aReferral({
    standing: { state: 'attended', since: noon, visit, by: cheung.id },
    signature: aSignature(),
  });
  expect(actionsFor(cheung, booked, noon).slice(0, 3)).toEqual(['book', 'attended', 'missed']);
  expect(actionsFor(cheung, booked, visit.at).slice(0, 2)).toEqual(['attended', 'missed']);
  expect(actionsFor(cheung, attended)[0]).toBe('answer');
  for (const one of [booked, attended]) expect(actionsFor(cheung, one, visit.at)).toContain('book');
});

test('somebody who has left may do nothing', () => {
  const gone = aPerson('alvin', tmh, ['clinician'], { left: true });
  expect(actionsFor(gone, aReferral())).toEqual([]);
});

test('what cannot be taken back is asked about once more', () => {
  expect(['decline', 'cancel', 'close', 'missed', 'redirect'].every((name) => isIrreversible(name as 'decline'))).toBe(
    true,
  );
  expect(isIrreversible('accept')).toBe(false);
});
