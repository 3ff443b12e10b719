import { expect, test } from 'vitest';
import { corpus, type Labelled, redList } from './corpus.ts';
import { about, check } from './net.ts';

const answerTo = ({ meds, with: more }: Labelled) => check({ medications: meds === '' ? [] : meds, ...more });

test.each(
  corpus.map((each) => [`${each.meds} ${each.with === undefined ? '' : JSON.stringify(each.with)}`, each] as const),
)('%s', (_name, labelled) => {
  const answer = answerTo(labelled);
  expect(about(answer, 'stop').toSorted()).toEqual([...(labelled.stop ?? [])].toSorted());
  expect(about(answer, 'caution').toSorted()).toEqual([...(labelled.caution ?? [])].toSorted());
  expect(answer.unrecognised).toEqual(labelled.unrecognised ?? []);
});

test('the corpus is large enough to mean something, and no red pair is missed', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(150);
  const missed = redList.filter((each) => each.stop?.some((pair) => !about(answerTo(each), 'stop').includes(pair)));
  expect(missed.map((each) => each.meds)).toEqual([]);
});
