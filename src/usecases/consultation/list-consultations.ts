import { decide, type Grant } from '../../domain/access/grant.ts';
import { isWaiting, mayAnswer, waitsSince } from '../../domain/consultation/consultation.ts';
import { answerDue, askedPeople } from '../../domain/consultation/question-clock.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Identity } from '../../domain/referral/content.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import type { World } from '../world.ts';
import { noteShown, type Thread, threadsFor } from './read-consultations.ts';

export type ConsultationLine = {
  readonly grant: Grant;
  readonly thread: Thread;
  readonly identity: Identity | undefined;
};
export type ConsultationList = {
  readonly forMe: readonly ConsultationLine[];
  /** Others of my place are asked, and I could answer. */
  readonly forColleagues: readonly ConsultationLine[];
  readonly asked: readonly ConsultationLine[];
  readonly answered: readonly ConsultationLine[];
};

const lately = 14 * 24 * 60 * 60_000;
const most = 60;

/**
 * Questions for this person, those they asked, and what was answered lately, of every referral they have leave to read now; threads on images among them.
 * What is shown of them for the first time is noted in the trail. No leave, no line.
 */
export const listConsultations =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, person: Person): Promise<ConsultationList> => {
    const places = person.works.map(({ institution }) => institution);
    const since = new Date(world.clock.now().getTime() - lately);
    const questions = await page.consultations.at(places, since, most);
    const referrals = new Set<ReferralId>([
      ...questions.map(({ referral }) => referral),
      ...(await page.consultations.spokenOnImages(places, since, most)),
    ]);
    const list = { forMe: [], forColleagues: [], asked: [], answered: [] } as Record<
      keyof ConsultationList,
      ConsultationLine[]
    >;
    for (const which of referrals) {
      const row = await page.referrals.get(which);
      if (!row) continue;
      const { referral } = row;
      const content = await page.referrals.content(referral);
      const facts = await factsFor(world, page, referral, person, { said: content.consent });
      const grant = decide(world.policy.judge, person, facts);
      if (!grant) continue;
      const shown: Thread[] = [];
      for (const thread of await threadsFor(world, page, grant, content)) {
        const place = placeOf(thread, person, referral, world.house, since);
        if (!place) continue;
        shown.push(thread);
        list[place].push({ grant, thread, identity: await page.patients.identity(referral.patient) });
      }
      await noteShown(world, page, grant, shown, 'glance');
    }
    const byDue = (a: ConsultationLine, b: ConsultationLine) => pressing(a) - pressing(b);
    return {
      forMe: list.forMe.sort(byDue),
      forColleagues: list.forColleagues.sort(byDue),
      asked: list.asked.sort(byDue),
      answered: list.answered.sort((a, b) => lastAt(b.thread) - lastAt(a.thread)),
    };
  };

/** How many questions wait for this person: a number for the first screen; nothing of them is shown. */
export const countWaiting =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: ReadingPage, person: Person): Promise<{ readonly waiting: number; readonly late: number }> => {
    const places = person.works.map(({ institution }) => institution);
    const now = world.clock.now();
    let [waiting, late] = [0, 0];
    for (const one of await page.consultations.at(places, now, most)) {
      const row = isWaiting(one) && one.by !== person.id ? await page.referrals.get(one.referral) : undefined;
      if (!row || !askedPeople(one, row.referral, world.house).includes(person.id)) continue;
      const { consent: said } = await page.referrals.content(row.referral);
      const facts = await factsFor(world, page, row.referral, person, { said });
      if (!decide(world.policy.judge, person, facts)) continue;
      waiting += 1;
      const since = waitsSince(one);
      if (since && answerDue(since, row.referral.urgency, world.house) <= now) late += 1;
    }
    return { waiting, late };
  };

const pressing = ({ thread }: ConsultationLine): number => (thread.due ?? thread.at).getTime();
const lastAt = ({ words, at }: Thread): number => (words.at(-1)?.at ?? at).getTime();

/** Where a thread stands in this person's list; undefined where it has no place in it. */
function placeOf(
  thread: Thread,
  me: Person,
  referral: ConsultationLine['grant']['referral'],
  house: World['house'],
  since: Date,
): keyof ConsultationList | undefined {
  const { question, words } = thread;
  if (question) {
    if (question.standing.state === 'taken-back') return undefined;
    if (isWaiting(question)) {
      if (question.by === me.id) return 'asked';
      if (askedPeople(question, referral, house).includes(me.id)) return 'forMe';
      return mayAnswer(me, question) ? 'forColleagues' : undefined;
    }
    const spoke = words.some(({ by }) => by === me.id);
    const isMine = question.by === me.id || question.of.person === me.id || spoke;
    return isMine && question.standing.since > since ? 'answered' : undefined;
  }
  const last = words.at(-1);
  if (!last || last.at <= since) return undefined;
  const spoke = words.some(({ by }) => by === me.id);
  const others = words.some(({ by }) => by !== me.id);
  const hasPart = [referral.author, referral.heldBy, referral.signature?.by].includes(me.id);
  if (last.by === me.id) return others ? 'answered' : 'asked';
  if (thread.by === me.id) return 'answered';
  return spoke || hasPart ? 'forMe' : undefined;
}
