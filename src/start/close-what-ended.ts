import type { Store } from '#src/adapters/store/open-store.ts';
import { type Person, worksAt } from '#src/domain/people/person.ts';
import type { OpenDownloads } from '#src/http/open-downloads.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import type { LeaveEnd } from '#src/ports/consents.ts';
import type { World } from '#src/usecases/world.ts';
import type { Regular } from './every.ts';

/** Leave to look ended for somebody: their screens of these referrals close and their downloads stop, in this instance as in every other. The others see the news. */
export function closeWhatEnded(
  store: Pick<Store, 'leaveEnds'>,
  { ledger }: Pick<World, 'ledger'>,
  screens: OpenScreens,
  downloads: OpenDownloads,
): Regular & { readonly ready: Promise<void> } {
  return store.leaveEnds(async (end) => {
    const concerns = whom(end);
    const ids = end.referral
      ? [end.referral]
      : await ledger.read(async (page) =>
          (await page.referrals.list({ patient: end.patient, limit: 500 })).map(({ referral }) => referral.id),
        );
    for (const id of ids) {
      downloads.cut(id, concerns);
      screens.tell({ kind: 'closed', id }, concerns);
      screens.tell({ kind: 'referral', id }, (person) => !concerns(person));
    }
    screens.tell({ kind: 'work' }, concerns);
  });
}

const whom =
  ({ institution, clinician }: LeaveEnd) =>
  (person: Person): boolean =>
    (institution !== undefined && worksAt(person, institution)) || person.id === clinician;
