import type { Grant } from '../../domain/access/grant.ts';
import { decide } from '../../domain/access/grant.ts';
import type { CaseFacts, Judge, Question } from '../../domain/access/question.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import type { World } from '../world.ts';

type Looks = Pick<World, 'clock' | 'house' | 'policy'>;

/**
 * Leave to read, asked quietly and once per referral of one search: the same rules, consent and keys as for opening it, and nothing where it would not open.
 * Whoever finds nothing for want of leave hears what a stranger hears. Nothing of it outlives the search.
 */
export function leaveToFind(world: Looks, page: Page, person: Person) {
  const known = new Map<ReferralId, Promise<Grant | undefined>>();
  const judge = remembering(world.policy.judge, person.id);
  return (which: ReferralId): Promise<Grant | undefined> => {
    const asked = known.get(which) ?? ask({ ...world, policy: { ...world.policy, judge } }, page, which, person);
    known.set(which, asked);
    return asked;
  };
}

async function ask(world: Looks, page: Page, which: ReferralId, person: Person): Promise<Grant | undefined> {
  const row = await page.referrals.get(which);
  if (!row) return undefined;
  const { consent: said } = await page.referrals.content(row.referral);
  const grant = decide(world.policy.judge, person, await factsFor(world, page, row.referral, person, { said }));
  if (!grant || (grant.because !== 'treating' && grant.because !== 'consented')) return grant;
  try {
    await page.keys.mustOpen(grant.patient, grant.post.at);
    return grant;
  } catch (error) {
    if (error instanceof Refused && error.code === 'vault.no-key-for-institution') return undefined;
    throw error;
  }
}

/** Many referrals raise the same question; each is put to the rules once in a search. Who else has a part in a case makes no difference to it. */
function remembering(judge: Judge, me: ClinicianId): Judge {
  const answers = new Map<string, ReturnType<Judge>>();
  return (question) => {
    const asked = onlyMe(question, me);
    const key = JSON.stringify(asked);
    const before = answers.get(key);
    if (before) return before;
    const answer = judge(asked);
    answers.set(key, answer);
    return answer;
  };
}

function onlyMe(question: Question, me: ClinicianId): Question {
  if (question.about !== 'reading' && question.about !== 'case') return question;
  return { ...question, referral: seenBy(question.referral, me) };
}

const somebody = 'somebody else' as ClinicianId;

function seenBy(facts: CaseFacts, me: ClinicianId): CaseFacts {
  const mine = (who: ClinicianId): ClinicianId => (who === me ? me : somebody);
  const list = (people: readonly ClinicianId[]) => (people.includes(me) ? [me] : []);
  return {
    ...facts,
    author: mine(facts.author),
    ...(facts.asked ? { asked: mine(facts.asked) } : {}),
    ...(facts.signer ? { signer: mine(facts.signer) } : {}),
    ...(facts.holder ? { holder: mine(facts.holder) } : {}),
    senders: list(facts.senders),
    receivers: list(facts.receivers),
  };
}
