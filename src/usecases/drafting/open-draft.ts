import { postAt } from '../../domain/access/may.ts';
import { type House, hotline, hotlinesFrom, mustTake } from '../../domain/house/house.ts';
import { type HotlineId, id, type PatientId, type ReferralId } from '../../domain/ids.ts';
import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { emptyContent } from '../../domain/referral/drafting.ts';
import { watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { DraftPlace, Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type Draft = { readonly referral: Referral; readonly content: ReferralContent };

/** Where a draft was begun and for which hotline, if the place says so. */
export type DraftStart = {
  readonly by: Person;
  readonly place: DraftPlace;
  readonly hotline: Hotline | undefined;
  readonly towards?: string;
};

/** The draft that grows in this conversation, or undefined. */
export async function growingDraft(page: Page, by: Person, place: DraftPlace): Promise<Draft | undefined> {
  const row = await page.referrals.openDraft(by.id, place);
  if (!row) return undefined;
  return { referral: row.referral, content: await page.referrals.content(row.referral) };
}

/** The hotline somebody chose. Refuses `hotline.unknown`: a wrong one is never taken for another; `institution.off` while its place is switched off. */
export function chosenHotline(house: House, which: HotlineId): Hotline {
  const line = hotline(house, which);
  if (!line) throw new Refused('hotline.unknown', `There is no hotline ${which}`);
  return mustTake(line);
}

/** Begins a referral: owner, clock and first happening from its first moment. Refuses `person.role`, `hotline.unknown`. */
export async function beginDraft(
  world: Pick<World, 'clock' | 'dice' | 'house' | 'policy'>,
  page: Page,
  start: DraftStart,
): Promise<Draft> {
  const from = postAt(world.policy.judge, start.by, 'begin')?.at;
  if (!from) throw new Refused('person.role', `${start.by.id} works nowhere as a clinician or coordinator`);
  const { line, certain, choices } = lineFor(world.house, start, from);
  const at = world.clock.now();
  const patient = id<PatientId>(world.dice.id());
  const content: ReferralContent = {
    ...emptyContent,
    toSaid: certain,
    ...(certain === 'ambiguous' ? { toChoices: choices } : {}),
  };
  const referral: Referral = {
    id: id<ReferralId>(world.dice.id()),
    code: world.dice.code(),
    patient,
    from,
    to: line.receiving,
    hotline: line.id,
    author: start.by.id,
    urgency: 'routine',
    standing: { state: 'draft', since: at },
    version: 1,
    contentVersion: 1,
    startedAt: at,
  };
  await page.patients.add(patient, content.identity);
  const watch = watchOf(referral, world.house);
  await page.referrals.add(referral, content, watch && { at: watch.due, rung: 0 }, start.place);
  await page.happened({
    what: 'draft-started',
    contentVersion: 1,
    at,
    by: { person: start.by.id },
    institution: from,
    referral: referral.id,
    patient,
    ground: 'author',
  });
  return { referral, content };
}

/** The hotline of the group, else the one whose place the words name, else the only one there is; several leave a question. */
function lineFor(
  house: House,
  { hotline, towards }: DraftStart,
  from: Referral['from'],
): { line: Hotline; certain: ReferralContent['toSaid']; choices: readonly HotlineId[] } {
  if (hotline && hotline.receiving !== from) return { line: mustTake(hotline), certain: 'by-group', choices: [] };
  const open = hotlinesFrom(house, from);
  const named = towards ? open.filter((line) => namesPlace(house, line, towards)) : [];
  const [only] = named.length > 0 ? named : open;
  if (!only) throw new Refused('hotline.unknown', `No hotline leads out of ${from}`);
  if (named.length === 1) return { line: only, certain: 'said', choices: [] };
  if (open.length === 1) return { line: only, certain: 'by-group', choices: [] };
  return { line: only, certain: 'ambiguous', choices: (named.length > 0 ? named : open).map((line) => line.id) };
}

function namesPlace(house: House, line: Hotline, towards: string): boolean {
  const where = house.institutions.find((one) => one.id === line.receiving);
  const words = [
    ...(where?.aliases ?? []),
    where?.name.en,
    where?.name.zhHant,
    where?.name.zhHans,
    line.name.en,
    line.name.zhHant,
  ].filter((word) => word !== undefined);
  const said = towards.toLowerCase();
  return words.some((word) => said.includes(word.toLowerCase()));
}
