import { expect, test } from 'vitest';
import type { Judge, Verdict } from '#src/domain/access/question.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { disagreesOnDeed, disagreesOnDuty, disagreesOnLook } from './asking.ts';
import {
  type Decision,
  decisions,
  deeds,
  duties,
  type Emergency,
  emergencies,
  type Look,
  looks,
  parcels,
  parts,
  roles,
  sides,
} from './law.ts';
import { randomCases } from './random.ts';

/** Many cases come down to the same question (a refusal, a withdrawal and an end share nothing): each question is put once. */
const answers = new Map<string, Verdict>();
const judge: Judge = (question) => {
  const key = JSON.stringify(question);
  const answer = answers.get(key) ?? thePolicy.judge(question);
  answers.set(key, answer);
  return answer;
};
const allDecisions = Object.keys(decisions) as Decision[];
const allEmergencies = Object.keys(emergencies) as Emergency[];
const sentTo: Pick<Look, 'state' | 'signed'> = { state: 'delivered', signed: true };

/** Counts what was asked and keeps the first few that differ. */
function tally() {
  const differing: string[] = [];
  let asked = 0;
  return {
    add: (disagreement: string | undefined) => {
      asked += 1;
      if (disagreement && differing.length < 5) differing.push(disagreement);
    },
    differing,
    asked: () => asked,
  };
}

test('reading: every role, institution, relation, consent, category and action agrees with the law', () => {
  const count = tally();
  for (const role of roles)
    for (const side of sides)
      for (const part of parts)
        for (const decision of allDecisions)
          for (const parcel of parcels)
            for (const look of looks)
              count.add(
                disagreesOnLook(judge, {
                  ...sentTo,
                  role,
                  side,
                  part,
                  decision,
                  parcel,
                  look,
                  present: true,
                  emergency: 'none',
                  why: 'care',
                  saidWhy: true,
                  extraReason: true,
                  requestOpen: false,
                }),
              );
  expect(count.differing).toEqual([]);
  expect(count.asked()).toBe(9 * 3 * 6 * 11 * 7 * 2);
}, 240_000);

test('reading in an emergency, before sending, after closing, without a reason: the same', () => {
  const count = tally();
  const moments = [sentTo, { state: 'awaiting-sign-off', signed: false }, { state: 'closed', signed: true }] as const;
  for (const role of roles)
    for (const side of sides)
      for (const part of ['none', 'author', 'team'] as const)
        for (const emergency of allEmergencies)
          for (const parcel of ['allergies', 'imaging', 'sensitive'] as const)
            for (const moment of moments)
              for (const saidWhy of [false, true])
                count.add(
                  disagreesOnLook(judge, {
                    ...moment,
                    role,
                    side,
                    part,
                    parcel,
                    emergency,
                    saidWhy,
                    look: 'read',
                    decision: 'never asked',
                    present: true,
                    why: emergency === 'none' ? 'care' : 'emergency',
                    extraReason: saidWhy,
                    requestOpen: false,
                  }),
                );
  expect(count.differing).toEqual([]);
}, 240_000);

/** Those that a rule tells apart; the lots below draw all fourteen. */
const stages = ['draft', 'awaiting-sign-off', 'delivered', 'did-not-attend', 'closed'] as const;

test('the steps: every role, institution, relation and action agrees with the law at every stage', () => {
  const count = tally();
  for (const role of roles)
    for (const side of sides)
      for (const part of parts)
        for (const state of stages)
          for (const deed of deeds)
            if (side !== 'elsewhere' || state === 'delivered')
              count.add(
                disagreesOnDeed(judge, { role, side, part, state, present: true, signed: state !== 'draft' }, deed),
              );
  expect(count.differing).toEqual([]);
}, 240_000);

test('the duties of an institution: every role and action, at one’s own and at another', () => {
  const count = tally();
  for (const role of roles)
    for (const duty of duties)
      for (const own of [true, false])
        for (const present of [true, false]) count.add(disagreesOnDuty(judge, { role, present }, duty, own));
  expect(count.differing).toEqual([]);
});

test('cases drawn by lot from everything there is agree with the law', () => {
  const { differing, asked } = randomCases(judge, { count: 3_000, seed: 20_261_123 });
  expect(differing).toEqual([]);
  expect(asked).toBe(3_000);
}, 240_000);

test('a rule changed in one word is found by the matrix', () => {
  const wider: typeof judge = (question) =>
    question.about === 'reading' &&
    question.circumstances.category === 'imaging' &&
    question.who.roles.includes('nurse')
      ? { allowed: true, by: ['changed'] }
      : judge(question);
  expect(randomCases(wider, { count: 3_000, seed: 7 }).differing.length).toBeGreaterThan(0);
}, 240_000);
