import { type Category, categories, type Purpose } from '../consent/category.ts';
import type { Ground } from '../happening.ts';
import type { InstitutionId, PatientId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Referral } from '../referral/referral.ts';
import { postsFor } from './posts.ts';
import type { CaseFacts, Judge, Post, ReadingAction } from './question.ts';

const minted: unique symbol = Symbol('minted by decide');

/**
 * Leave to read, of one referral, the categories it names, from one post. Only `decide` can mint one, and only from a yes of the rules,
 * so nobody reads without asking.
 */
export type Grant = {
  readonly patient: PatientId;
  readonly referral: Referral;
  readonly reader: Person;
  readonly post: Post;
  readonly action: ReadingAction;
  readonly purpose: Purpose;
  readonly because: Ground;
  readonly categories: readonly Category[];
  /** Restricted data that an extra reason would open. */
  readonly isRestrictedBehindReason: boolean;
  /** Ids of the rules that said yes. */
  readonly rules: readonly string[];
  readonly [minted]: true;
};

/** What is known of one reader's standing with one patient, from one post. Read anew for every question: nothing of it is remembered. */
export type Leave = {
  /** What the patient shares with this post now. */
  readonly shared: readonly Category[];
  readonly emergency: readonly Category[];
  readonly needSaid: boolean;
  readonly reasonGiven: boolean;
  readonly requestOpen: boolean;
};

export type Facts = {
  readonly referral: Referral;
  readonly case: CaseFacts;
  readonly leaveOf: (post: Post) => Leave;
};

export type Wanted = {
  readonly action?: ReadingAction;
  readonly purpose?: Purpose;
  /** Only from the post at this institution. */
  readonly at?: InstitutionId;
};

/**
 * May this person read it, and which parts? Asked post by post and category by category; the first post that may read anything is the one they
 * read from, and rights of two posts are never added up. Nothing allowed gives undefined, and they hear "not found": that a record exists is
 * itself private.
 */
export function decide(judge: Judge, reader: Person, facts: Facts, wanted: Wanted = {}): Grant | undefined {
  const { action = 'read', purpose = 'care' } = wanted;
  for (const post of postsFor(reader, facts.referral)) {
    if (wanted.at !== undefined && wanted.at !== post.at) continue;
    const found = readable(judge, post, facts, action, purpose);
    if (!found) continue;
    return {
      ...found,
      patient: facts.referral.patient,
      referral: facts.referral,
      reader,
      post,
      action,
      purpose,
      [minted]: true,
    };
  }
  return undefined;
}

/** From the strongest standing to the weakest: what the trail names when several rules say yes. */
const grounds: readonly Ground[] = ['author', 'treating', 'consented', 'emergency', 'duty'];

function readable(judge: Judge, who: Post, facts: Facts, action: ReadingAction, purpose: Purpose) {
  const leave = facts.leaveOf(who);
  const ask = (category: Category, more: Partial<Leave> = {}) =>
    judge({
      about: 'reading',
      who,
      action,
      referral: facts.case,
      circumstances: { ...leave, ...more, category, purpose },
    });
  const given = categories.flatMap((category) => {
    const verdict = ask(category);
    return verdict.allowed ? [{ category, verdict }] : [];
  });
  const because = grounds.find((ground) => given.some(({ verdict }) => verdict.ground === ground));
  if (!because) return undefined;
  const open = given.map(({ category }) => category);
  return {
    because,
    categories: open,
    isRestrictedBehindReason:
      !open.includes('sensitive') && !leave.reasonGiven && ask('sensitive', { reasonGiven: true }).allowed,
    rules: [...new Set(given.flatMap(({ verdict }) => verdict.by))],
  };
}

/** Would saying why they need to look, or the extra reason for restricted data, open what is closed now? */
export function wouldOpen(
  judge: Judge,
  reader: Person,
  facts: Facts,
  said: Partial<Pick<Leave, 'needSaid' | 'reasonGiven'>>,
): readonly Category[] {
  const leaveOf = (post: Post): Leave => ({ ...facts.leaveOf(post), ...said });
  return decide(judge, reader, { ...facts, leaveOf })?.categories ?? [];
}
