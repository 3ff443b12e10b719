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
  let from: Pick<Page, 'referrals' | 'consents' | 'emergencies' | 'reasons' | 'keys'> = page;
  const leave = (which: ReferralId): Promise<Grant | undefined> => {
    const asked = known.get(which) ?? ask({ ...world, policy: { ...world.policy, judge } }, from, which, person);
    known.set(which, asked);
    return asked;
  };
  /** Most patients have no emergency access and most referrals no reason given: told once for many, it is not asked for each. */
  const expect = async (candidates: Parameters<Page['archive']['leaveMayHang']>[1]): Promise<void> => {
    const { consents, emergencies, reasons } = await page.archive.leaveMayHang(person.id, candidates);
    from = {
      ...page,
      consents: {
        ...page.consents,
        of: async (patient) => (consents.has(patient) ? page.consents.of(patient) : []),
      },
      emergencies: {
        ...page.emergencies,
        of: async (patient) => (emergencies.has(patient) ? page.emergencies.of(patient) : []),
      },
      reasons: {
        ...page.reasons,
        inForce: async (who, referral, now) => (reasons.has(referral) ? page.reasons.inForce(who, referral, now) : []),
      },
    };
  };
  return { leave, expect };
}

async function ask(
  world: Looks,
  page: Pick<Page, 'referrals' | 'consents' | 'emergencies' | 'reasons' | 'keys'>,
  which: ReferralId,
  person: Person,
): Promise<Grant | undefined> {
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
