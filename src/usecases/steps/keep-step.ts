import type { Doer, Ground, Happening } from '../../domain/happening.ts';
import { watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { tellAfter } from './tell-after.ts';

export type Bare = Happening extends infer One
  ? One extends Happening
    ? Omit<One, 'at' | 'by' | 'institution' | 'referral' | 'patient'>
    : never
  : never;

/**
 * Keeps a changed referral: the new state with its next deadline, the happening in the chain of the side that acted, and the outgoing work,
 * all on the same page of the ledger.
 */
export async function keepStep(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  before: Referral,
  after: Referral,
  by: Doer,
  extra: { readonly happening?: Bare; readonly ground?: Ground } = {},
): Promise<void> {
  if (after === before) return;
  const watch = watchOf(after, world.house);
  await page.referrals.keep(after, watch && { at: watch.due, rung: 0 });
  const at = world.clock.now();
  const common = {
    at,
    by,
    institution: chainOf(after, by, world),
    referral: after.id,
    patient: after.patient,
    ...(extra.ground ? { ground: extra.ground } : {}),
  };
  if (extra.happening) await page.happened({ ...common, ...extra.happening });
  if (before.standing.state !== after.standing.state) {
    await page.happened({
      ...common,
      what: 'moved',
      from: before.standing.state,
      to: after.standing.state,
      ...becauseOf(after.standing),
    });
  }
  // It leaves for another institution: from now on that one holds a key of its own to this patient.
  if (after.standing.state === 'sent' && before.standing.state !== 'sent')
    await page.keys.share(after.patient, after.to);
  await tellAfter(world, page, before, after, by);
}

/** Why it was declined or withdrawn, as a code; the words somebody wrote stay sealed with the referral. */
function becauseOf(standing: Referral['standing']): { readonly because?: string } {
  if (standing.state === 'declined') return { because: standing.reason };
  return standing.state === 'cancelled' ? { because: standing.because } : {};
}

/** A person's deed belongs to the side they work for; Baton's own to the side that sent. */
function chainOf(referral: Referral, by: Doer, { house }: Pick<World, 'house'>) {
  if (!('person' in by)) return referral.from;
  const who = house.people.find(({ id }) => id === by.person);
  return who?.works.some(({ institution }) => institution === referral.to) &&
    !who.works.some(({ institution }) => institution === referral.from)
    ? referral.to
    : referral.from;
}
