import type { Grant } from '../../domain/access/grant.ts';
import { decide } from '../../domain/access/grant.ts';
import type { CaseFacts, Judge, Question } from '../../domain/access/question.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { factsFor, type StandingReader } from '../access/facts-for.ts';
import type { World } from '../world.ts';

type Looks = Pick<World, 'clock' | 'house' | 'policy'>;

/**
 * Leave to read, asked quietly and once per referral of one search: the same rules, consent and keys as for opening it, and nothing where it would not open.
 * Whoever finds nothing for want of leave hears what a stranger hears. Nothing of it outlives the search.
 */
export function leaveToFind(world: Looks, page: Page, person: Person) {
  const known = new Map<ReferralId, Grant | undefined>();
  const judge = remembering(world.policy.judge, person.id);

  /** What the rules allow of each of them; what they ask about is read once for all. Most patients have no emergency access and most referrals no reason given. */
  const decided = async (asked: readonly ReferralId[]): Promise<readonly (readonly [ReferralId, Grant])[]> => {
    const rows = await page.referrals.several(asked);
    const cases = [...rows.values()].map(({ referral: { id, patient } }) => ({ referral: id, patient }));
    const consents = await page.consents.ofSeveral(unique(cases, ({ patient }) => patient));
    const { emergencies, reasons } = await page.archive.leaveMayHang(person.id, cases);
    const standing: StandingReader = {
      consents: { of: async (patient) => consents.get(patient) ?? [] },
      emergencies: { of: async (patient) => (emergencies.has(patient) ? page.emergencies.of(patient) : []) },
      reasons: {
        inForce: async (who, referral, now) => (reasons.has(referral) ? page.reasons.inForce(who, referral, now) : []),
      },
    };
    const grants: (readonly [ReferralId, Grant])[] = [];
    for (const { referral, content } of rows.values()) {
      const facts = await factsFor(world, standing, referral, person, { said: content.consent });
      const grant = decide(judge, person, facts);
      if (grant) grants.push([referral.id, grant]);
    }
    return grants;
  };

  /** Who reads by treating or by consent reads with their institution's key. */
  const withKeys = async (grants: readonly (readonly [ReferralId, Grant])[]): Promise<void> => {
    const needing = grants.filter(([, { because }]) => because === 'treating' || because === 'consented');
    const open = new Map<Grant['post']['at'], ReadonlySet<Grant['patient']>>();
    for (const [at, some] of Map.groupBy(needing, ([, { post }]) => post.at))
      open.set(
        at,
        await page.keys.opening(
          unique(some, ([, { patient }]) => patient),
          at,
        ),
      );
    for (const [which, grant] of grants) {
      const isOpen = !needing.some(([one]) => one === which) || open.get(grant.post.at)?.has(grant.patient);
      if (isOpen || (await mayOpen(page, grant))) known.set(which, grant);
    }
  };

  return {
    /** Asks for all of these at once; before that nothing is known of them. */
    expect: async (referrals: readonly ReferralId[]): Promise<void> => {
      const unasked = [...new Set(referrals)].filter((one) => !known.has(one));
      if (unasked.length === 0) return;
      for (const one of unasked) known.set(one, undefined);
      await withKeys(await decided(unasked));
    },
    leave: (which: ReferralId): Grant | undefined => known.get(which),
  };
}

async function mayOpen(page: Page, { patient, post }: Grant): Promise<boolean> {
  try {
    await page.keys.mustOpen(patient, post.at);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.code === 'vault.no-key-for-institution') return false;
    throw error;
  }
}

const unique = <T, Key>(all: readonly T[], key: (one: T) => Key): readonly Key[] => [...new Set(all.map(key))];

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
