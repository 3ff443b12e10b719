import type { Person } from '../../domain/people/person.ts';
import { clinicalRoles, deskRoles, hasRole } from '../../domain/people/person.ts';
import type { Identity } from '../../domain/referral/content.ts';
import { type Watch, watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { FollowUp } from '../../domain/visits/follow-up.ts';
import { clashesAmong, partOf, type VisitPart } from '../../domain/visits/visit-list.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { concerning } from '../looking/list-work.ts';
import type { World } from '../world.ts';

export type VisitLine = {
  readonly referral: Referral;
  readonly part: VisitPart;
  readonly watch: Watch | undefined;
  readonly identity: Identity | undefined;
  readonly followUps: readonly FollowUp[];
  /** Another visit of the same patient at the same time, among those this person may list. */
  readonly clash: boolean;
  /** Somebody who may call, and there is a number. The number itself is asked for by itself. */
  readonly mayCall: boolean;
};

const most = 500;

/** Visits and follow-ups of every referral on this person's lists, the most pressing first within each part. */
export const listVisits =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: ReadingPage, person: Person): Promise<readonly VisitLine[]> => {
    const institutions = person.works.map(({ institution }) => institution);
    const concerns = concerning(world, person);
    const found = new Map<Referral['id'], Referral>();
    const states = ['accepted', 'booked', 'attended', 'did-not-attend'] as const;
    for (const { referral } of await page.referrals.list({ institutions, states, limit: most }))
      found.set(referral.id, referral);
    const followUps = await page.followUps.openAt(institutions, most);
    for (const { referral } of followUps) {
      const row = found.has(referral) ? undefined : await page.referrals.get(referral);
      if (row) found.set(referral, row.referral);
    }
    const referrals = [...found.values()].filter(concerns);
    const clashes = clashesAmong(referrals);
    const now = world.clock.now();
    const lines: VisitLine[] = [];
    for (const referral of referrals) {
      const own = followUps.filter((one) => one.referral === referral.id);
      const part = partOf(referral, own, now);
      if (!part) continue;
      const identity = await page.patients.identity(referral.patient);
      lines.push({
        referral,
        part,
        watch: watchOf(referral, world.house),
        identity,
        followUps: own,
        clash: clashes.has(referral.id),
        mayCall: identity?.phone !== undefined && cares(person, referral),
      });
    }
    return lines.sort((one, other) => momentOf(one) - momentOf(other));
  };

/** Doctors, nurses and coordinators of the two sides call patients. */
export const cares = (person: Person, { from, to }: Pick<Referral, 'from' | 'to'>): boolean =>
  [from, to].some((where) => hasRole(person, where, ...clinicalRoles, ...deskRoles));

function momentOf({ referral: { standing }, watch, followUps }: VisitLine): number {
  if (standing.state === 'booked') return standing.visit.at.getTime();
  return Math.min(...[watch?.due, ...followUps.map(({ due }) => due)].map((at) => at?.getTime() ?? Infinity));
}
