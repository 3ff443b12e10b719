import { type DrillPlan, drillCode, drillIdentity, drillNote } from '../../domain/drill/drill.ts';
import { person } from '../../domain/house/house.ts';
import type { ClinicianId, HotlineId } from '../../domain/ids.ts';
import { clinicalRoles, type Person, rolesAt } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { keepDraft } from '../drafting/keep-draft.ts';
import { beginDraft, chosenHotline, type Draft } from '../drafting/open-draft.ts';
import { addText } from '../drafting/receive-note.ts';
import { placesFor } from '../rights/may.ts';
import { refreshCards } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

export type Drilling = Pick<World, 'clock' | 'dice' | 'house' | 'readText' | 'policy' | 'safety'> & {
  readonly plans: readonly DrillPlan[];
};
export type DrillAsked = { readonly hotline: HotlineId; readonly author: ClinicianId };

/**
 * Starts a drill: a draft about an invented patient, written in the name of a doctor of the starter's own institution, whose code begins with DRILL 演習. From there
 * on everything is the real loop. Refuses `person.role`, `person.unknown` for an author who is no doctor there or is not among the participants, `hotline.unknown`,
 * `institution.off`, `drill.not-configured`.
 */
export const startDrill =
  (world: Drilling) =>
  async (page: Page, by: Person, asked: DrillAsked): Promise<Draft> => {
    const places = placesFor(world, by, 'drill');
    const line = chosenHotline(world.house, asked.hotline);
    const plan = world.plans.find(({ hotline }) => hotline === line.id);
    if (!plan) throw new Refused('drill.not-configured', `No participants of a drill are named for ${line.id}`);
    const author = person(world.house, asked.author);
    const from = author?.works.find(
      ({ institution }) => places.includes(institution) && institution !== line.receiving,
    )?.institution;
    const mayWrite = author && from && rolesAt(author, from).some((role) => clinicalRoles.includes(role));
    if (!author || !from || !mayWrite || !plan.people.includes(author.id))
      throw new Refused('person.unknown', 'No doctor of your institution who takes part in drills on this hotline');
    const dice = { ...world.dice, id: () => world.dice.id(), code: () => drillCode(world.dice.code()) };
    const begun = await beginDraft({ ...world, dice }, page, {
      by: author,
      place: `drill:${world.dice.id()}`,
      hotline: line,
    });
    const begunAt = world.clock.now();
    await page.drills.begin({
      referral: begun.referral.id,
      hotline: line.id,
      institution: begun.referral.from,
      by: by.id,
      begunAt,
      until: new Date(begunAt.getTime() + plan.minutes * 60_000),
    });
    const noted = await addText(world)(page, begun, { by: author, text: drillNote, at: begunAt });
    const named = await keepDraft(
      world,
      page,
      noted,
      {
        ...noted.content,
        identity: {
          ...noted.content.identity,
          ...drillIdentity,
          otherId: { kind: 'case-number', value: begun.referral.code },
        },
      },
      { person: by.id },
      {},
      (contentVersion) => ({ what: 'draft-added-to', contentVersion }),
    );
    await page.happened({
      what: 'drill-begun',
      hotline: line.id,
      at: begunAt,
      by: { person: by.id },
      institution: begun.referral.from,
      referral: named.referral.id,
      patient: named.referral.patient,
    });
    await refreshCards({ world, page, referral: named.referral, lane: 'now' });
    return named;
  };
