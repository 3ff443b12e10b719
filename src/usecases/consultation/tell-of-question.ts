import type { Consultation } from '../../domain/consultation/consultation.ts';
import { askedPeople } from '../../domain/consultation/question-clock.ts';
import type { Words } from '../../domain/errand.ts';
import { hotline, person, userIn } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

type Tells = Pick<World, 'house'>;

/** Those who are asked hear that a question waits, and nothing of it; where it presses, by a DING as well. */
export async function tellAsked(
  world: Tells,
  page: Page,
  one: Consultation,
  referral: Referral,
  key: 'told.question' | 'told.question-waits',
): Promise<void> {
  const people = askedPeople(one, referral, world.house).filter((who) => who !== one.by);
  await tell(world, page, one, referral, people, key);
}

/** The asker hears that an answer is there, or that nobody answered. */
export const tellAsker = (
  world: Tells,
  page: Page,
  one: Consultation,
  referral: Referral,
  key: 'told.question-answered' | 'told.question-unanswered',
): Promise<void> => tell(world, page, one, referral, [one.by], key);

async function tell(
  { house }: Tells,
  page: Page,
  one: Consultation,
  referral: Referral,
  people: readonly ClinicianId[],
  key: string,
): Promise<void> {
  const line = hotline(house, referral.hotline);
  if (!line) return;
  const words: Words = { key, with: { code: referral.code } };
  const presses = referral.urgency === 'emergency' || referral.urgency === 'urgent';
  const here = people.filter((who) => person(house, who)?.left !== true);
  for (const who of here) {
    const found = person(house, who);
    const user = found && userIn(found, line.tenant);
    if (!user) continue;
    await page.send(
      {
        do: 'say',
        place: { tenant: line.tenant, in: 'chat', user },
        words: [words],
        buttons: [{ label: { key: 'button.open' }, page: `/app/r/${referral.id}/consultation` }],
        person: who,
        about: referral.id,
      },
      { lane: presses ? 'now' : 'soon' },
    );
  }
  if (presses && here.length > 0)
    await page.send(
      {
        do: 'ding',
        tenant: line.tenant,
        people: here,
        how: 'app',
        words,
        about: referral.id,
        key: `${one.id} ${key} ${one.version}`,
      },
      { lane: 'now' },
    );
}
