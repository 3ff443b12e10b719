import { type House, hotline, person, userIn } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';

/** So many codes are named; the rest is a number. */
const named = 5;
const pressing = ({ urgency }: Referral): boolean => urgency === 'emergency' || urgency === 'urgent';

/** A private message with counts and codes, and nothing of any patient. No cases, no message. */
export async function tellOfCases(
  page: Page,
  house: House,
  people: readonly ClinicianId[],
  referrals: readonly Referral[],
  key: 'told.handover' | 'told.handover-cover' | 'told.handover-head',
): Promise<void> {
  if (referrals.length === 0) return;
  const first = [...referrals].sort((one, other) => Number(pressing(other)) - Number(pressing(one)));
  const more = referrals.length - named;
  const codes = first.slice(0, named).map(({ code }) => code);
  const words = {
    key,
    with: {
      n: referrals.length,
      pressing: referrals.filter(pressing).length,
      codes: `${codes.join(', ')}${more > 0 ? ` +${more}` : ''}`,
    },
  };
  for (const who of people) {
    const place = chatOf(house, who, referrals);
    if (!place) continue;
    await page.send(
      {
        do: 'say',
        place,
        words: [words],
        buttons: [{ label: { key: 'button.handover' }, page: '/app/handover' }],
        person: who,
      },
      { lane: referrals.some(pressing) ? 'now' : 'soon' },
    );
  }
}

/** Their own chat in the organisation of the first case they can be reached in. */
function chatOf(house: House, who: ClinicianId, referrals: readonly Referral[]) {
  const one = person(house, who);
  if (!one || one.left) return undefined;
  for (const { hotline: line } of referrals) {
    const tenant = hotline(house, line)?.tenant;
    const user = tenant && userIn(one, tenant);
    if (tenant && user) return { tenant, in: 'chat', user } as const;
  }
  return undefined;
}
