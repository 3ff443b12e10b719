import { maySeeStanding } from '../../domain/access/grant.ts';
import { hasRole, type Person } from '../../domain/people/person.ts';
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
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: ReadingPage, person: Person): Promise<Work> => {
    const institutions = person.works.map(({ institution }) => institution);
    const rows = await page.referrals.list({ institutions, limit: 300 });
    const now = world.clock.now();
    const lines: WorkLine[] = [];
    for (const { referral } of rows) {
      if (!concerns(person, referral)) continue;
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

export function concerns(person: Person, referral: Referral): boolean {
  if (!maySeeStanding(person, referral)) return false;
  const { state } = referral.standing;
  const inside = state === 'draft' || state === 'awaiting-sign-off';
  const clinicalSender = hasRole(person, referral.from, 'clinician', 'consultant', 'nurse', 'coordinator');
  if (!inside) return clinicalSender || hasRole(person, referral.to, 'clinician', 'consultant', 'nurse', 'coordinator');
  return (
    referral.author === person.id ||
    (referral.standing.state === 'awaiting-sign-off' && referral.standing.asked === person.id) ||
    (state !== 'draft' && clinicalSender)
  );
}
