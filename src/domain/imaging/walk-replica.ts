import type { ClinicianId, ReferralId } from '../ids.ts';
import { afterDeed, met, nobodyShares, type SharedDeed, type SharedWalk, type Stamp } from './shared-walk.ts';

export type Walks = ReadonlyMap<ReferralId, SharedWalk>;

/** What instances of the service say to each other about common looks: ids, numbers of slices and places alone. */
export type WalkWord =
  | { readonly is: 'deed'; readonly referral: ReferralId; readonly who: ClinicianId; readonly deed: SharedDeed }
  /** What is held here from before the instances could hear each other. */
  | { readonly is: 'hold'; readonly referral: ReferralId; readonly shared: SharedWalk }
  /** Asks the others for all that is. */
  | { readonly is: 'question' }
  /** All that was when the question was heard, in so many parts. */
  | {
      readonly is: 'answer';
      readonly to: Stamp;
      readonly part: number;
      readonly parts: number;
      readonly walks: readonly (readonly [ReferralId, SharedWalk])[];
    };
export type WalkMessage = WalkWord & { readonly by: string; readonly stamp: Stamp };

type Question = {
  readonly stamp: Stamp;
  /** What was held here when it was heard, and what was heard since. */
  readonly at: Walks;
  readonly since: readonly WalkMessage[];
  readonly answers: readonly (WalkMessage & { readonly is: 'answer' })[];
};

/**
 * All common looks, as one instance of the service knows them. Everybody hears all messages in one order, their own included, and does the same with each, so everybody
 * holds the same. What was said here and not heard back yet already counts for the screens here.
 */
export type WalkReplica = {
  readonly me: string;
  readonly said: number;
  readonly walks: Walks;
  readonly unheard: readonly WalkMessage[];
  readonly questions: readonly Question[];
};

export const aReplica = (me: string): WalkReplica => ({ me, said: 0, walks: new Map(), unheard: [], questions: [] });

/** Something is said here: the message for everybody, and what is known here from now on. */
export function saying(
  replica: WalkReplica,
  word: WalkWord,
): { readonly message: WalkMessage; readonly replica: WalkReplica } {
  const said = replica.said + 1;
  const message = { ...word, by: replica.me, stamp: `${replica.me}.${said}` };
  return { message, replica: { ...replica, said, unheard: [...replica.unheard, message] } };
}

/** A common look for the screens here. */
export const seen = (replica: WalkReplica, referral: ReferralId): SharedWalk =>
  replica.unheard.reduce((walks, message) => after(walks, message, referral), replica.walks).get(referral) ??
  nobodyShares;

/** What everybody hears, in the order in which everybody hears it. */
export function hearing(replica: WalkReplica, message: WalkMessage): WalkReplica {
  const unheard = replica.unheard.filter(({ stamp }) => stamp !== message.stamp);
  if (message.is === 'answer') return answered({ ...replica, unheard }, message);
  const walks = after(replica.walks, message);
  const questions = replica.questions.map((one) => ({ ...one, since: [...one.since, message] }));
  if (message.is === 'question') questions.push({ stamp: message.stamp, at: walks, since: [], answers: [] });
  return { ...replica, unheard, walks, questions };
}

/** Nobody can be heard: what was said here holds here. */
export const alone = (replica: WalkReplica): WalkReplica => ({
  ...replica,
  walks: replica.unheard.reduce((walks, message) => after(walks, message), replica.walks),
  unheard: [],
  questions: [],
});

/** Nobody answers any more. */
export const unanswered = (replica: WalkReplica, question: Stamp): WalkReplica => ({
  ...replica,
  questions: replica.questions.filter(({ stamp }) => stamp !== question),
});

export const isOpen = (replica: WalkReplica, question: Stamp): boolean =>
  replica.questions.some(({ stamp }) => stamp === question);

/** What was held here when the question was heard, in parts that each fit into one message of so many bytes. */
export function answerTo(replica: WalkReplica, question: Stamp, mostBytes: number): readonly WalkWord[] {
  const found = replica.questions.find(({ stamp }) => stamp === question);
  if (!found) return [];
  const parts: (readonly [ReferralId, SharedWalk])[][] = [[]];
  let bytes = 0;
  for (const entry of found.at) {
    const size = JSON.stringify(entry).length;
    if (bytes + size > mostBytes && bytes > 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(entry);
    bytes += size;
  }
  return parts.map((walks, part) => ({ is: 'answer', to: question, part, parts: parts.length, walks }));
}

/**
 * The first whole answer to a question holds for everybody who heard both, with what was heard in between. Questions before it are closed with it: who listens only
 * since a later one could not follow an answer to them.
 */
function answered(replica: WalkReplica, message: WalkMessage & { readonly is: 'answer' }): WalkReplica {
  const question = replica.questions.find(({ stamp }) => stamp === message.to);
  if (!question) return replica;
  const answers = [...question.answers, message];
  const parts = answers.filter(({ by }) => by === message.by);
  if (parts.length < message.parts) {
    const waiting = { ...question, answers };
    return { ...replica, questions: replica.questions.map((one) => (one === question ? waiting : one)) };
  }
  let walks: Walks = new Map(parts.flatMap((part) => part.walks));
  const at = new Map<Stamp, Walks>();
  for (const since of question.since) {
    walks = after(walks, since);
    if (since.is === 'question') at.set(since.stamp, walks);
  }
  const questions = replica.questions
    .slice(replica.questions.indexOf(question) + 1)
    .map((one) => ({ ...one, at: at.get(one.stamp) ?? one.at }));
  return { ...replica, walks, questions };
}

/** `concerning`: only what changes this one counts. */
function after(walks: Walks, message: WalkMessage, concerning?: ReferralId): Walks {
  if (message.is !== 'deed' && message.is !== 'hold') return walks;
  const { referral } = message;
  if (concerning !== undefined && referral !== concerning) return walks;
  const before = walks.get(referral) ?? nobodyShares;
  const next =
    message.is === 'deed' ? afterDeed(before, message.who, message.deed, message.stamp) : met(before, message.shared);
  if (next === before) return walks;
  const rest = new Map(walks);
  if (next.walk.people.length === 0) rest.delete(referral);
  else rest.set(referral, next);
  return rest;
}
