import { foldWord } from '../reading/folding.ts';
import type { Frames } from './frames.ts';
import type { Clause } from './point.ts';
import { type TopicId, topics } from './topics.ts';

export type FactKind =
  | 'problem'
  | 'family'
  | 'allergy'
  | 'medicine'
  | 'stopped'
  | 'result'
  | 'deed'
  | 'vaccine'
  | 'flag'
  | 'social'
  | 'denied';

/** One thing that could be said, with how much it weighs and what it is about. */
export type Fact = {
  readonly kind: FactKind;
  readonly key: string;
  /** Facts of one sort are told once in a sentence: two ways of writing one test. */
  readonly sort?: string;
  readonly topics: ReadonlySet<TopicId>;
  readonly folded: string;
  readonly ingredients: readonly string[];
  /** Of a medicine: the illness it is usually taken for. */
  readonly reason?: RegExp;
  /** 0..100: clinical weight with recency in it. */
  readonly weight: number;
  /** Nobody may take over the patient without it. */
  readonly isStop: boolean;
  /** Words of the fact by itself, without verb: `Hypertension (since 1984-11-12)`. */
  readonly say: (frames: Frames) => Clause | undefined;
};

type Sort = 'problems' | 'deeds';

/** The topics a name belongs to. */
export function topicsOfName(folded: string, sort: Sort): Set<TopicId> {
  return new Set(topics.filter((topic) => topic[sort].test(folded)).map(({ id }) => id));
}

export const topicsOfClasses = (classes: readonly string[]): Set<TopicId> =>
  new Set(topics.filter((topic) => topic.classes.some((tag) => classes.includes(tag))).map(({ id }) => id));

export const topicsOfTest = (test: string | undefined): Set<TopicId> =>
  new Set(test === undefined ? [] : topics.filter((topic) => topic.tests.includes(test)).map(({ id }) => id));

export const folded = (name: string): string => foldWord(name);
