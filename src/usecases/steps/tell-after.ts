import type { Words } from '../../domain/errand.ts';
import type { Doer } from '../../domain/happening.ts';
import { hotline, person, staffOf, userIn } from '../../domain/house/house.ts';
import type { ClinicianId, UploadId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { onDutyNow } from '../../domain/roster/on-duty.ts';
import type { Page } from '../../ports/ledger.ts';
import type { Lane } from '../../ports/messenger.ts';
import type { World } from '../world.ts';

type Scene = {
  readonly world: Pick<World, 'house'>;
  readonly page: Page;
  readonly referral: Referral;
  readonly lane: Lane;
  /** Cards are changed then, together with what else changes until then. */
  readonly notBefore?: Date;
};

/** Queues what must be shown and said because a referral changed. What is shown is rendered later, from what is then so. */
export async function tellAfter(
  world: Pick<World, 'house'>,
  page: Page,
  before: Referral,
  after: Referral,
  by: Doer,
): Promise<void> {
  const lane: Lane = after.urgency === 'emergency' || after.urgency === 'urgent' ? 'now' : 'soon';
  const scene: Scene = { world, page, referral: after, lane };
  await refreshCards(scene);
  if (
    before.standing.state === after.standing.state &&
    before.standing.since.getTime() === after.standing.since.getTime()
  )
    return;
  await tellOfState(scene, before, by);
}

/** Every card there is, and those there must be by now: the group's, the author's, and of whoever must act. */
export async function refreshCards({ world, page, referral, lane, notBefore }: Scene): Promise<void> {
  const line = hotline(world.house, referral.hotline);
  if (!line) return;
  const { standing } = referral;
  const people = new Set<ClinicianId>([referral.author]);
  if (standing.state === 'awaiting-sign-off') people.add(standing.asked);
  if (referral.signature) people.add(referral.signature.by);
  if (standing.state !== 'draft' && standing.state !== 'awaiting-sign-off')
    for (const who of [...line.receivers, ...onDutyNow(world.house, referral.to, line.id)]) people.add(who);
  if (referral.heldBy) people.add(referral.heldBy);
  const when = { lane, ...(notBefore ? { notBefore } : {}) };
  await page.send(
    { do: 'show-referral', referral: referral.id, place: { tenant: line.tenant, in: 'group', group: line.group } },
    { ...when, key: `show ${referral.id} group ${line.id}` },
  );
  for (const who of people) {
    const user = userOf(world, who, referral);
    if (user)
      await page.send(
        { do: 'show-referral', referral: referral.id, place: { tenant: line.tenant, in: 'chat', user } },
        { ...when, key: `show ${referral.id} chat ${user}` },
      );
  }
}

async function tellOfState(scene: Scene, before: Referral, by: Doer): Promise<void> {
  const { world, page, referral, lane } = scene;
  const { standing } = referral;
  const acted = 'person' in by ? by.person : undefined;
  const told = async (who: ClinicianId | undefined, words: Words) => {
    if (who && who !== acted) await sayTo(scene, who, words);
  };
  const code = { code: referral.code };
  switch (standing.state) {
    case 'awaiting-sign-off':
      await page.send(
        { do: 'start-approval', referral: referral.id, contentVersion: standing.contentVersion },
        { lane, key: `approval ${referral.id} ${standing.contentVersion}` },
      );
      return;
    case 'draft':
      if (before.standing.state === 'awaiting-sign-off') {
        await page.send(
          {
            do: 'settle-approval',
            referral: referral.id,
            contentVersion: before.standing.contentVersion,
            answer: standing.returned ? 'refuse' : 'withdraw',
          },
          { lane },
        );
      }
      if (standing.returned) await told(referral.author, { key: 'told.returned', with: code });
      return;
    case 'sent':
      if (before.standing.state === 'awaiting-sign-off') {
        await page.send(
          {
            do: 'settle-approval',
            referral: referral.id,
            contentVersion: before.standing.contentVersion,
            answer: 'agree',
          },
          { lane },
        );
      }
      return;
    case 'delivered':
    case 'opened':
      return;
    case 'accepted':
      await told(referral.author, { key: 'told.accepted', with: { ...code, who: nameOf(world, standing.by) } });
      return;
    case 'declined':
      await told(referral.author, {
        key: 'told.declined',
        with: { ...code, who: nameOf(world, standing.by), reason: standing.reason },
      });
      return;
    case 'redirected':
      await told(referral.author, { key: 'told.redirected', with: { ...code, who: nameOf(world, standing.by) } });
      return;
    case 'booked':
      await page.send({ do: 'book-visit', referral: referral.id, at: standing.visit.at.toISOString() }, { lane });
      await told(referral.author, { key: 'told.booked', with: { ...code, at: standing.visit.at.toISOString() } });
      return;
    case 'attended':
      await told(referral.author, { key: 'told.attended', with: code });
      return;
    case 'did-not-attend':
      for (const who of staffOf(world.house, referral.to, 'coordinator')) {
        await page.send({ do: 'add-to-do', referral: referral.id, person: who.id, about: 'missed-visit' }, { lane });
        await told(who.id, { key: 'told.missed', with: code });
      }
      await told(referral.author, { key: 'told.missed', with: code });
      await told(referral.heldBy, { key: 'told.missed', with: code });
      return;
    case 'answered':
      await told(referral.author, { key: 'told.answered', with: { ...code, who: nameOf(world, standing.by) } });
      return;
    case 'closed':
    case 'cancelled':
      await page.send({ do: 'finish-to-do', referral: referral.id, about: 'missed-visit' }, { lane: 'optional' });
      if (standing.state === 'cancelled') {
        if (before.standing.state === 'awaiting-sign-off') {
          await page.send(
            {
              do: 'settle-approval',
              referral: referral.id,
              contentVersion: before.standing.contentVersion,
              answer: 'withdraw',
            },
            { lane },
          );
        }
        if (before.standing.state !== 'draft') await told(referral.heldBy, { key: 'told.cancelled', with: code });
      }
      return;
  }
}

/** Sentences in a person's own chat with Baton, with a way to the referral, or to one file of it. */
export async function sayTo(
  { world, page, referral, lane }: Scene,
  who: ClinicianId,
  words: Words | readonly Words[],
  file?: UploadId,
): Promise<void> {
  const line = hotline(world.house, referral.hotline);
  const user = userOf(world, who, referral);
  if (!line || !user) return;
  await page.send(
    {
      do: 'say',
      place: { tenant: line.tenant, in: 'chat', user },
      words: [words].flat(),
      buttons: [{ label: { key: 'button.open' }, page: `/app/r/${referral.id}${file ? `?file=${file}` : ''}` }],
      person: who,
      about: referral.id,
    },
    { lane },
  );
}

function userOf({ house }: Pick<World, 'house'>, who: ClinicianId, referral: Referral) {
  const one = person(house, who);
  const line = hotline(house, referral.hotline);
  return one && !one.left && line ? userIn(one, line.tenant) : undefined;
}

const nameOf = ({ house }: Pick<World, 'house'>, who: ClinicianId): string => person(house, who)?.name.en ?? who;
