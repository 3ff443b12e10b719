import { type House, institution } from '../../domain/house/house.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { houseUnder, type Off, type SwitchReason, type SwitchSubject, touched } from '../../domain/people/switches.ts';
import { ownersOf, watchOf } from '../../domain/referral/loop-clock.ts';
import { isOpen, type Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { endAllLeave, type Leaving } from '../people/end-access.ts';
import { wordsIn } from '../rights/may.ts';
import { refreshCards, sayTo } from '../steps/tell-after.ts';
import { type Administering, administers, placeOfSubject } from './may-administer.ts';

export type SwitchAsked = {
  readonly subject: SwitchSubject;
  readonly reason: SwitchReason;
  readonly words?: string;
};

/**
 * Switches a person or a clinic off in this moment: sessions, links and stated reasons end, waiting signatures and held work go back, those on the other side
 * of open referrals hear of it. Doing it twice is doing it once. Gives who may do less than before, so that their screens can be closed.
 * Refuses `person.role`, `person.unknown`, `institution.unknown`; `referral.reason-needed` for "other" without words; `admin.last` for the last who administers a place.
 */
export const switchOff =
  (world: Administering & Leaving) =>
  async (page: Page, by: Person, { subject, reason, words }: SwitchAsked): Promise<readonly ClinicianId[]> => {
    const where = placeOfSubject(world, by, subject);
    const said = reason === 'other' ? wordsIn(words, 'Switching off') : words?.trim();
    await page.switches.hold();
    const before = await page.switches.off();
    if (isOff(before, subject)) return [];
    const after = including(before, subject);
    const { onDuty } = world.house;
    const house = { ...houseUnder(world.configured, after), ...(onDuty ? { onDuty } : {}) };
    if (subject.kind === 'person') await mustLeaveSomebody(world, page, house, subject.id);
    const since = world.clock.now();
    const doer = { person: by.id };
    await page.switches.begin({ subject, reason, since, by: by.id, ...(said ? { words: said } : {}) });
    const fewer = touched(world.configured, before, after);
    for (const who of fewer) await endAllLeave({ ...world, house }, page, who, doer);
    await tellOthers({ ...world, house }, page, subject);
    await page.happened({
      what: 'switched-off',
      subject: subject.id,
      kind: subject.kind,
      reason,
      at: since,
      by: doer,
      institution: where,
    });
    return fewer;
  };

const isOff = (off: Off, { kind, id }: SwitchSubject): boolean =>
  (kind === 'person' ? off.people : off.places).some((one) => one === id);
const including = (off: Off, subject: SwitchSubject): Off =>
  subject.kind === 'person'
    ? { ...off, people: [...off.people, subject.id] }
    : { ...off, places: [...off.places, subject.id] };

/** Somebody who is still linked to DingTalk must be able to switch things on again, at every place where this person could. */
async function mustLeaveSomebody(world: Administering, page: Page, house: House, who: ClinicianId): Promise<void> {
  const leaving = world.configured.people.find(({ id }) => id === who);
  for (const { institution: place } of leaving?.works ?? []) {
    if (!leaving || !administers(world, { ...leaving, left: false }, place)) continue;
    const others = house.people.filter((one) => one.id !== who && administers(world, one, place));
    const present = await Promise.all(others.map((one) => isLinked(page, one)));
    if (!present.includes(true))
      throw new Refused('admin.last', `${who} is the last who administers ${place}: name another one first`);
  }
}

async function isLinked(page: Page, { dingtalk }: Person): Promise<boolean> {
  for (const { tenant, user } of dingtalk) if (!(await page.people.hasLeft(tenant, user))) return true;
  return false;
}

/** Cards and owners are as they stand now; when a place goes off, the other side of each open referral is told at once. */
async function tellOthers(world: Pick<Leaving, 'clock' | 'house'>, page: Page, subject: SwitchSubject): Promise<void> {
  if (subject.kind !== 'place') return;
  const rows = await page.referrals.list({ institutions: [subject.id], open: true, limit: 500 });
  for (const { referral } of rows) {
    if (!isOpen(referral)) continue;
    const watch = watchOf(referral, world.house);
    for (const who of otherSide(world.house, referral, subject.id))
      await sayTo({ world, page, referral, lane: 'now' }, who, {
        key: 'told.place-off',
        with: { code: referral.code },
      });
    await page.referrals.setDue(referral.id, watch && { at: watch.due, rung: 0 });
    await refreshCards({ world, page, referral, lane: 'now' });
  }
}

function otherSide(house: House, referral: Referral, off: InstitutionId): readonly ClinicianId[] {
  const states = ['draft', 'awaiting-sign-off'];
  if (referral.to === off) {
    const head = institution(house, referral.from)?.head;
    return [...new Set([referral.author, ...(head ? [head] : [])])];
  }
  if (states.includes(referral.standing.state)) return [];
  const watch = watchOf(referral, house);
  return watch ? ownersOf(watch.owner).filter((who) => worksThere(house, who, referral.to)) : [];
}

const worksThere = (house: House, who: ClinicianId, where: InstitutionId): boolean =>
  house.people.some(({ id, works }) => id === who && works.some((one) => one.institution === where));
