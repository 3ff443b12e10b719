import { institution, person } from '../../domain/house/house.ts';
import { type InstitutionId, id } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import {
  type Breach,
  type BreachFacts,
  type BreachId,
  type NoticeDraft,
  noticeDraft,
  type Reach,
  reachOf,
  type Selection,
} from '../../domain/rights/breach.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { mustBeOf, placesFor, wordsIn } from './may.ts';

type Parts = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;

/** Puts a breach into the register. Refuses `person.role`, `referral.reason-needed` when it is not said what happened. */
export const noteBreach =
  (world: Parts) =>
  async (
    page: Page,
    by: Person,
    asked: {
      readonly institution: InstitutionId;
      readonly foundAt: Date;
      readonly select: Selection;
      readonly facts: BreachFacts;
    },
  ): Promise<Breach> => {
    if (!placesFor(world, by, 'keep-registers').includes(asked.institution))
      throw new Refused('person.role', `${by.id} keeps no register at ${asked.institution}`);
    const now = world.clock.now();
    const breach: Breach = {
      id: id<BreachId>(world.dice.id()),
      ...asked,
      facts: { ...asked.facts, what: wordsIn(asked.facts.what, 'A breach') },
      foundAt: asked.foundAt < now ? asked.foundAt : now,
      notedAt: now,
      by: by.id,
    };
    await page.rights.keepBreach(breach);
    await note(page, breach, 'noted', now, by);
    return breach;
  };

/** Closes it with the decision whether the Commissioner and the patients are told, and why. Refuses `record.not-found`, `person.role`, `referral.reason-needed`. */
export const closeBreach =
  (world: Parts) =>
  async (
    page: Page,
    by: Person,
    which: BreachId,
    decided: { readonly notify: boolean; readonly why: string },
  ): Promise<Breach> => {
    const breach = mustBeOf(await page.rights.breach(which), placesFor(world, by, 'keep-registers'), `breach ${which}`);
    if (breach.closedAt) return breach;
    const at = world.clock.now();
    const closed = {
      ...breach,
      closedAt: at,
      decided: { at, notify: decided.notify, why: wordsIn(decided.why, 'A decision') },
    };
    await page.rights.keepBreach(closed);
    await note(page, closed, 'closed', at, by);
    return closed;
  };

export type Drill = { readonly reach: Reach; readonly draft: NoticeDraft };

/** Who is affected, what was read, and the draft of the notice, straight from the trail. Refuses `record.not-found`, `person.role`. */
export const drillBreach =
  (world: Parts) =>
  async (page: ReadingPage, by: Person, which: BreachId): Promise<Drill> => {
    const breach = mustBeOf(await page.rights.breach(which), placesFor(world, by, 'keep-registers'), `breach ${which}`);
    const { select } = breach;
    const entries = await page.rights.entriesAt([breach.institution], {
      from: new Date(select.from ?? 0),
      until: select.until ? new Date(select.until) : world.clock.now(),
    });
    const reach = reachOf(entries, select);
    const place = institution(world.house, breach.institution);
    const officer = place?.privacyOfficer && person(world.house, place.privacyOfficer);
    return {
      reach,
      draft: noticeDraft(breach, reach, {
        institution: place?.name.en ?? breach.institution,
        officer: officer ? officer.name.en : by.name.en,
      }),
    };
  };

const note = (page: Page, { id: breach, institution: at }: Breach, step: 'noted' | 'closed', now: Date, by: Person) =>
  page.happened({ what: 'breach', breach, step, at: now, by: { person: by.id }, institution: at, ground: 'duty' });
