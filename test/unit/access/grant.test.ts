import { expect, test } from 'vitest';
import { caseFacts } from '#src/domain/access/case-facts.ts';
import { decide, type Facts, type Leave, wouldOpen } from '#src/domain/access/grant.ts';
import { postFor } from '#src/domain/access/may.ts';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { Person } from '#src/domain/people/person.ts';
import { actionNames, mayDo } from '#src/domain/referral/actions.ts';
import type { Referral, Standing } from '#src/domain/referral/referral.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, ng, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aReferral, aSignature, awaiting, noon } from '#test/builders/a-referral.ts';
import { thePolicy } from '#test/builders/the-policy.ts';

const { judge } = thePolicy;
const house = aHouse();
const sent = aReferral({ standing: { state: 'sent', since: noon }, signature: aSignature() });
const ordinary: readonly Category[] = categories.filter((one) => one !== 'sensitive');
const nothing: Leave = { shared: [], emergency: [], needSaid: false, reasonGiven: false, requestOpen: false };

const asked = (person: Person, referral: Referral, leave: Partial<Leave> = {}) => {
  const facts: Facts = {
    referral,
    case: caseFacts(referral, house),
    leaveOf: ({ at }) => ({ ...nothing, ...leave, shared: at === referral.to ? (leave.shared ?? []) : [] }),
  };
  return { grant: decide(judge, person, facts), facts };
};
const grant = (...question: Parameters<typeof asked>) => asked(...question).grant;

test('the author may read what they wrote', () => {
  expect(grant(alvin, aReferral())).toMatchObject({ because: 'author', categories });
});

test('the receiving doctor reads nothing before it was signed and sent', () => {
  expect(grant(cheung, aReferral(), { shared: ordinary })).toBeUndefined();
  expect(grant(cheung, aReferral({ standing: awaiting }), { shared: ordinary })).toBeUndefined();
});

test('after sending, the receiving doctor reads what is shared, and nothing without consent', () => {
  expect(grant(cheung, sent, { shared: ordinary })).toMatchObject({ because: 'consented', categories: ordinary });
  expect(grant(cheung, sent, { shared: ['medicines', 'allergies'] })?.categories).toEqual(['medicines', 'allergies']);
  expect(grant(cheung, sent)).toBeUndefined();
});

test('an administrator or a privacy officer does not read a record by that role alone', () => {
  expect(grant(kwan, aReferral(), { shared: ordinary, needSaid: true, reasonGiven: true })).toBeUndefined();
  expect(grant(kwan, sent, { shared: ordinary, needSaid: true, reasonGiven: true })).toBeUndefined();
});

test('the consultant who is asked reads what she is to sign', () => {
  expect(grant(lam, aReferral({ standing: awaiting }))?.because).toBe('treating');
});

test('somebody who left reads nothing, whatever they wrote', () => {
  const gone = aPerson('alvin', tmh, ['clinician'], { left: true });
  expect(grant(gone, aReferral())).toBeUndefined();
  expect(grant(aPerson('stranger', twc, ['auditor']), aReferral())).toBeUndefined();
});

test('somebody with no part in the referral says why first; the care team is not asked', () => {
  const colleague = aPerson('chow', twc, ['clinician']);
  const { grant: without, facts } = asked(colleague, sent, { shared: ordinary });
  expect(without).toBeUndefined();
  expect(wouldOpen(judge, colleague, facts, { needSaid: true })).toEqual(ordinary);
  expect(grant(colleague, sent, { shared: ordinary, needSaid: true })?.because).toBe('consented');
  for (const one of [cheung, ng, yip]) expect(grant(one, sent, { shared: ordinary })?.because).toBe('consented');
});

test('restricted data opens for an extra reason, where the patient shares it, and for doctors only', () => {
  const shared: readonly Category[] = [...ordinary, 'sensitive'];
  const hidden = grant(cheung, sent, { shared });
  expect(hidden?.categories).toEqual(ordinary);
  expect(hidden?.isRestrictedBehindReason).toBe(true);
  expect(grant(cheung, sent, { shared, reasonGiven: true })?.categories).toEqual(categories);
  expect(grant(cheung, sent, { shared: ordinary, reasonGiven: true })?.categories).toEqual(ordinary);
  expect(grant(yip, sent, { shared, reasonGiven: true })?.categories).toEqual(ordinary);
});

test('a person at two institutions never adds up their rights', () => {
  const both = aPerson('both', twc, ['nurse'], {
    works: [
      { institution: twc, roles: ['nurse'] },
      { institution: tmh, roles: ['auditor'] },
    ],
  });
  const found = grant(both, sent, { shared: ['allergies'], needSaid: true, reasonGiven: true });
  expect(found?.post).toMatchObject({ at: twc, roles: ['nurse'] });
  expect(found?.categories).toEqual(['allergies']);
  const receiverAndSender = aPerson('two', twc, ['clinician'], {
    works: [
      { institution: twc, roles: ['clinician'] },
      { institution: tmh, roles: ['clinician'] },
    ],
  });
  const asReceiver = grant(receiverAndSender, sent, { shared: ['allergies'], needSaid: true });
  expect(asReceiver?.post.at).toBe(twc);
  expect(asReceiver?.categories).toEqual(['allergies']);
});

test('every button a person is shown is one the rules let them press', () => {
  const visit = { at: noon, bookedBy: yip.id };
  const standings: readonly Standing[] = [
    { state: 'draft', since: noon },
    awaiting,
    { state: 'sent', since: noon },
    { state: 'delivered', since: noon },
    { state: 'opened', since: noon, by: cheung.id },
    { state: 'accepted', since: noon, by: cheung.id },
    { state: 'declined', since: noon, by: cheung.id, reason: 'not-our-service', words: 'w' },
    {
      state: 'redirected',
      since: noon,
      by: cheung.id,
      to: tmh,
      hotline: house.hotlines[1]?.id ?? sent.hotline,
      words: '',
    },
    { state: 'booked', since: noon, visit },
    { state: 'attended', since: noon, visit, by: yip.id },
    { state: 'did-not-attend', since: noon, visit, by: yip.id, times: 1 },
    { state: 'answered', since: noon, by: cheung.id },
    { state: 'closed', since: noon, by: alvin.id, because: 'answer-read' },
  ];
  for (const person of house.people)
    for (const standing of standings)
      for (const action of actionNames) {
        const signed =
          standing.state === 'draft' || standing.state === 'awaiting-sign-off' ? {} : { signature: aSignature() };
        const referral = aReferral({ standing, ...signed, heldBy: cheung.id });
        if (mayDo(person, referral, action))
          expect(
            postFor({ judge, house }, person, referral, action),
            `${person.id} ${action} ${standing.state}`,
          ).toBeDefined();
      }
});

test('records staff copy for the patient while the patient’s request is open, restricted parts left to the privacy officer', () => {
  const records = aPerson('rec', tmh, ['records']);
  const copy = (person: Person, more: Partial<Leave>) => {
    const { facts } = asked(person, sent, more);
    return decide(judge, person, facts, { action: 'copy', purpose: 'patient-request', at: tmh })?.categories;
  };
  expect(copy(records, { requestOpen: true })).toEqual(ordinary);
  expect(copy(records, {})).toBeUndefined();
  expect(copy(kwan, { requestOpen: true })).toEqual(categories);
});
