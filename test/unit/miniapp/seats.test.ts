import { expect, test } from 'vitest';
import { glanceAtWork, makeAnswers } from '../../../miniapp/api/answers.ts';
import { takeSeat, untilSeated } from '../../../miniapp/api/seats.ts';
import { aReferralShown, aWork } from '../../fakes/miniapp-cases.ts';

/** Node has the same locks as a browser; they are free again when the test's names are. */
test('a few pages hold a line, and the next ones are told that no seat is free', async () => {
  const taken: boolean[] = [];
  for (let page = 0; page < 6; page += 1) taken.push(await takeSeat(navigator.locks));

  expect(taken).toEqual([true, true, true, false, false, false]);
});

test('a browser without locks, or one that forbids them, takes its line as if it were alone', async () => {
  expect(await takeSeat(undefined)).toBe(true);
  expect(await takeSeat({ request: () => Promise.reject(new Error('forbidden')) })).toBe(true);
});

test('without a seat the page looks again and again, says when it cannot, and stops once seated', async () => {
  const seats = [false, false, false, true];
  const told: boolean[] = [];
  let looks = 0;
  await untilSeated({
    seat: async () => seats.shift() ?? true,
    glance: async () => {
      looks += 1;
      if (looks === 2) throw new Error('no network');
    },
    wait: async () => undefined,
    said: (connected) => void told.push(connected),
  });

  expect(looks).toBe(3);
  expect(told).toEqual([true, false, true]);
});

test('one look at the list of work asks anew only for a referral that has changed', async () => {
  const answers = makeAnswers();
  const [changed, same] = [aReferralShown({ id: 'changed', version: 4 }), aReferralShown({ id: 'same', version: 4 })];
  answers.setQueryData(['referral', 'changed'], changed);
  answers.setQueryData(['referral', 'same'], same);
  await glanceAtWork(answers, { work: async () => aWork([{ ...changed, version: 5 }, same]) });

  expect(answers.getQueryState(['referral', 'changed'])?.isInvalidated).toBe(true);
  expect(answers.getQueryState(['referral', 'same'])?.isInvalidated).toBe(false);
});
