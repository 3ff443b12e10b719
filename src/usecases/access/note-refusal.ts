import type { InstitutionId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { type RefusalCode, Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { NotForThem } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

/** Tries at what somebody has no leave for. A slip of the pen (a wrong date, a missing reason) is none. */
const aboutLeave: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'referral.not-found',
  'referral.not-yours',
  'record.not-found',
  'upload.not-found',
  'person.role',
  'institution.unknown',
  'consent.missing',
  'consent.scope',
  'consent.substitute',
  'emergency.over',
  'access.need-to-know',
  'rights.held',
]);

/**
 * Keeps a failed try in the trail (hk-law.md §5, 15): who, what, of which referral if there is one, and why not. `deed` names the door, never what was typed. Gives whether
 * there was something to keep.
 */
export const noteRefusal =
  (world: Pick<World, 'clock'>) =>
  async (
    page: Page,
    error: Refused,
    { by, deed, referral }: { readonly by: Person; readonly deed: string; readonly referral?: ReferralId },
  ): Promise<boolean> => {
    if (error instanceof NotForThem) {
      await page.happened(error.happening);
      return true;
    }
    if (!aboutLeave.has(error.code)) return false;
    // Only what is there is named: what somebody typed in place of an id stays out of the trail.
    const row = referral && (await page.referrals.get(referral));
    const institution: InstitutionId | undefined = row?.referral.from ?? by.works[0]?.institution;
    if (!institution) return false;
    await page.happened({
      what: 'refused',
      deed,
      code: error.code,
      at: world.clock.now(),
      by: { person: by.id },
      institution,
      ...(row ? { referral: row.referral.id, patient: row.referral.patient } : {}),
    });
    return true;
  };
