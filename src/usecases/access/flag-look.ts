import type { Grant } from '../../domain/access/grant.ts';
import { tooNear } from '../../domain/access/own-people.ts';
import type { Page } from '../../ports/ledger.ts';
import { sayTo } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

/** The same reader and referral are flagged once in this time, however many looks there are. */
const flagHours = 12;

/**
 * A look at one's own, a relative's or a colleague's record, by whatever way, leaves a flag, and the privacy officer of the reader's place hears of it.
 * Nobody is stopped.
 */
export const flagLook =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, { reader, referral, post, because }: Grant): Promise<void> => {
    const identity = await page.patients.identity(referral.patient);
    const near = identity && tooNear(reader, identity, world.house);
    if (!near || because === 'author') return;
    const at = world.clock.now();
    const before = (await page.trail.of(referral.id)).some(
      (one) =>
        one.what === 'look-flagged' &&
        'person' in one.by &&
        one.by.person === reader.id &&
        one.at.getTime() > at.getTime() - flagHours * 3_600_000,
    );
    if (before) return;
    await page.happened({
      what: 'look-flagged',
      because: near,
      at,
      by: { person: reader.id },
      institution: post.at,
      referral: referral.id,
      patient: referral.patient,
      ground: because,
    });
    const officer = world.house.institutions.find(({ id }) => id === post.at)?.privacyOfficer;
    if (officer && officer !== reader.id)
      await sayTo({ world, page, referral, lane: 'soon' }, officer, {
        key: 'told.look-flagged',
        with: { code: referral.code },
      });
  };
