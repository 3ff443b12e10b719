import { expect, test } from 'vitest';
import { decide } from '#src/domain/access/grant.ts';
import { alvin, aPerson, cheung, kwan, lam, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, awaiting, noon } from '#test/builders/a-referral.ts';

const agreed = aContent().consent;

test('the author may read what they wrote', () => {
  expect(decide(alvin, { referral: aReferral(), consent: undefined })?.because).toBe('author');
});

test('the receiving doctor reads nothing before it was signed and sent', () => {
  expect(decide(cheung, { referral: aReferral(), consent: agreed })).toBeUndefined();
  expect(decide(cheung, { referral: aReferral({ standing: awaiting }), consent: agreed })).toBeUndefined();
});

test('after sending, the receiving doctor reads by consent, and not without it', () => {
  const sent = aReferral({ standing: { state: 'sent', since: noon }, signature: aSignature() });
  expect(decide(cheung, { referral: sent, consent: agreed })?.because).toBe('consented');
  expect(decide(cheung, { referral: sent, consent: undefined })).toBeUndefined();
  expect(decide(cheung, { referral: sent, consent: agreed && { ...agreed, given: false } })).toBeUndefined();
});

test('an administrator or a privacy officer does not read a record by that role alone', () => {
  expect(decide(kwan, { referral: aReferral(), consent: agreed })).toBeUndefined();
});

test('the consultant who is asked reads what she is to sign', () => {
  expect(decide(lam, { referral: aReferral({ standing: awaiting }), consent: agreed })?.because).toBe('treating');
});

test('somebody who left reads nothing, whatever they wrote', () => {
  const gone = aPerson('alvin', tmh, ['clinician'], { left: true });
  expect(decide(gone, { referral: aReferral(), consent: agreed })).toBeUndefined();
  expect(decide(aPerson('stranger', twc, ['auditor']), { referral: aReferral(), consent: agreed })).toBeUndefined();
});
