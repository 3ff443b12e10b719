import { decide } from '../../domain/access/grant.ts';
import { postAt } from '../../domain/access/may.ts';
import { type CaseStanding, type Handover, incoming } from '../../domain/handover/handover.ts';
import { whatChanged } from '../../domain/handover/what-changed.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Identity } from '../../domain/referral/content.ts';
import { ownersOf, type Watch, watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { coverNow, onDutyNow } from '../../domain/roster/on-duty.ts';
import { changesOf, shiftAt } from '../../domain/roster/shift.ts';
import type { HandoverNote } from '../../ports/handovers.ts';
import type { KeptHappening, Page } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import { concerning } from '../looking/list-work.ts';
import type { World } from '../world.ts';
import { openCasesAt } from './open-handovers.ts';

export type HandoverLine = {
  readonly referral: Referral;
  readonly watch: Watch | undefined;
  /** Undefined where this case is not on the reader's lists otherwise: a colleague's draft. */
  readonly identity: Identity | undefined;
  /** `new`: it came to this institution after the shift began, and has its owner already. */
  readonly standing: CaseStanding | { readonly is: 'new' };
  readonly mine: boolean;
  readonly note: HandoverNote | undefined;
  readonly changes: readonly KeptHappening[];
};

export type HandoverOfPlace = {
  readonly institution: InstitutionId;
  readonly handover: Handover | undefined;
  readonly next: Date;
  readonly onDuty: readonly ClinicianId[];
  readonly isRostered: boolean;
  readonly cover: readonly ClinicianId[];
  readonly lines: readonly HandoverLine[];
};

type Lists = Pick<World, 'clock' | 'house' | 'policy'>;
const most = 200;

/**
 * What this shift has in hand, for each institution of this person: what waits to be taken, what nobody took, what was taken, what came since. A note is shown to
 * whoever has leave to read the referral, and that it was shown is kept in the trail. Refuses nothing: who may not take over sees no institution.
 */
export const listHandover =
  (world: Lists) =>
  async (page: Page, person: Person): Promise<readonly HandoverOfPlace[]> => {
    const places: HandoverOfPlace[] = [];
    for (const { institution } of person.works)
      if (postAt(world.policy.judge, person, 'take-over', institution))
        places.push(await placeFor(world, page, person, institution));
    return places;
  };

async function placeFor(
  world: Lists,
  page: Page,
  person: Person,
  institution: InstitutionId,
): Promise<HandoverOfPlace> {
  const { house } = world;
  const now = world.clock.now();
  const shift = shiftAt(now, changesOf(house, institution));
  const handover = await page.handovers.latest(institution, now);
  const cases = new Map(
    (handover ? await page.handovers.cases(handover.id) : []).map((one) => [one.referral, one.standing]),
  );
  const open = await openCasesAt(page, house, institution);
  const shown = open.slice(0, most);
  const notes = await page.handovers.notes(
    institution,
    shown.map(({ id }) => id),
  );
  const concerns = concerning(world, person);
  const next = incoming(house, institution);
  const lines: HandoverLine[] = [];
  for (const referral of shown) {
    const watch = watchOf(referral, house);
    const standing = cases.get(referral.id) ?? ({ is: 'new' } as const);
    const trail = await page.trail.of(referral.id);
    const note = notes.find((one) => one.referral === referral.id);
    lines.push({
      referral,
      watch,
      identity: concerns(referral) ? await page.patients.identity(referral.patient) : undefined,
      standing,
      mine: next.includes(person.id) || (watch !== undefined && ownersOf(watch.owner).includes(person.id)),
      note: note && (await mayRead(world, page, person, referral, note, trail)) ? note : undefined,
      changes: whatChanged(trail, handover?.since ?? shift.from),
    });
  }
  return {
    institution,
    handover: handover && handover.at >= shift.from ? handover : undefined,
    next: shift.until,
    onDuty: next,
    isRostered: onDutyNow(house, institution).length > 0,
    cover: coverNow(house, institution),
    lines: lines.sort((one, other) => rank(one) - rank(other) || dueOf(one) - dueOf(other)),
  };
}

/** Leave to read, and the look kept once for each note. */
async function mayRead(
  world: Lists,
  page: Page,
  person: Person,
  referral: Referral,
  note: HandoverNote,
  trail: readonly KeptHappening[],
): Promise<boolean> {
  const { consent: said } = await page.referrals.content(referral);
  const grant = decide(world.policy.judge, person, await factsFor(world, page, referral, person, { said }));
  if (!grant) return false;
  const isKnown = trail.some(
    (one) =>
      one.what === 'seen' &&
      one.how === 'handover' &&
      'person' in one.by &&
      one.by.person === person.id &&
      one.at >= note.at,
  );
  if (!isKnown && note.by !== person.id)
    await page.happened({
      what: 'seen',
      how: 'handover',
      at: world.clock.now(),
      by: { person: person.id },
      institution: grant.post.at,
      referral: referral.id,
      patient: referral.patient,
      ground: grant.because,
    });
  return true;
}

const order = { escalated: 0, waiting: 1, new: 2, taken: 3 } as const;
const rank = ({ standing }: HandoverLine): number => order[standing.is];
const dueOf = ({ watch }: HandoverLine): number => watch?.due.getTime() ?? 0;
