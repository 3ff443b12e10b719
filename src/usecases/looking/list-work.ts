import { caseFacts } from '../../domain/access/case-facts.ts';
import { postsFor } from '../../domain/access/posts.ts';
import type { CaseFacts } from '../../domain/access/question.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Identity } from '../../domain/referral/content.ts';
import { ownersOf, type Watch, watchOf } from '../../domain/referral/loop-clock.ts';
import { isOpen, type Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type WorkLine = {
  readonly referral: Referral;
  readonly watch: Watch | undefined;
  readonly identity: Identity | undefined;
};
export type Work = {
  readonly mine: readonly WorkLine[];
  readonly waiting: readonly WorkLine[];
  readonly overdue: readonly WorkLine[];
  readonly done: readonly WorkLine[];
};

/** What waits for this person, what they wait for, what is late, and what ended lately. Drafts of others are not shown. */
export const listWork =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: ReadingPage, person: Person): Promise<Work> => {
    const institutions = person.works.map(({ institution }) => institution);
    const rows = await page.referrals.list({ institutions, limit: 300 });
    const now = world.clock.now();
    const concerns = concerning(world, person);
    const lines: WorkLine[] = [];
    for (const { referral } of rows) {
      if (!concerns(referral)) continue;
      lines.push({
        referral,
        watch: watchOf(referral, world.house),
        identity: await page.patients.identity(referral.patient),
      });
    }
    const open = lines.filter(({ referral }) => isOpen(referral));
    const isMine = ({ watch }: WorkLine) => watch !== undefined && ownersOf(watch.owner).includes(person.id);
    const isLate = ({ watch }: WorkLine) => watch !== undefined && watch.due <= now;
    const byDue = (a: WorkLine, b: WorkLine) => (a.watch?.due.getTime() ?? 0) - (b.watch?.due.getTime() ?? 0);
    return {
      mine: open.filter((line) => isMine(line)).sort(byDue),
      waiting: open.filter((line) => !isMine(line)).sort(byDue),
      overdue: open.filter(isLate).sort(byDue),
      done: lines.filter(({ referral }) => !isOpen(referral)).slice(0, 30),
    };
  };

/**
 * Does this belong on the lists of this person? Many rows raise the same question (same places, same stage, same part in it); each is put to the rules once
 * per list and never kept longer. No part of the answer hangs on consent.
 */
export function concerning({ house, policy }: Pick<World, 'house' | 'policy'>, person: Person) {
  const known = new Map<string, boolean>();
  return (referral: Referral): boolean => {
    const facts = onlyMe(caseFacts(referral, house), person.id);
    const question = JSON.stringify(facts);
    const before = known.get(question);
    if (before !== undefined) return before;
    const answer = postsFor(person, referral).some(
      (who) => policy.judge({ about: 'case', who, action: 'list', referral: facts }).allowed,
    );
    known.set(question, answer);
    return answer;
  };
}

const somebody = 'somebody else' as ClinicianId;

/** Who else has a part in it makes no difference to the question. */
function onlyMe(facts: CaseFacts, me: ClinicianId): CaseFacts {
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
