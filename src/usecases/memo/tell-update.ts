import type { ReferralId } from '../../domain/ids.ts';
import { hasRole, type Person } from '../../domain/people/person.ts';
import { contentAsItIs } from '../../domain/record/as-it-is.ts';
import { assemble } from '../../domain/record/assemble.ts';
import { sourcesOf } from '../../domain/record/from-referral.ts';
import type { Naming } from '../../domain/record/naming.ts';
import type { Update } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import { raiseAlerts } from '../safety/alerts-on.ts';
import { keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';

/** A clinician of either side, once it is signed and on its way: before that the draft itself is corrected. */
export const mayUpdate = (person: Person, referral: Referral): boolean =>
  !unsigned.has(referral.standing.state) &&
  [referral.from, referral.to].some((where) => hasRole(person, where, 'clinician', 'consultant'));

const unsigned = new Set<Referral['standing']['state']>(['draft', 'awaiting-sign-off']);

/**
 * Keeps what a clinician changed or puts right after the signature, in their own words, and sends for those who must hear of it. The signature stays
 * what it was. Refuses as opening does; `person.role` for who is no clinician of either side, `referral.wrong-state` before it is signed.
 */
export const tellUpdate =
  (world: Pick<World, 'clock' | 'house' | 'policy' | 'dice' | 'readText' | 'safety'> & { readonly naming: Naming }) =>
  async (
    page: Page,
    which: ReferralId,
    by: Person,
    { kind, words }: Pick<Update, 'kind' | 'words'>,
  ): Promise<Update> => {
    const grant = await grantFor(world, page, which, by);
    const row = await page.referrals.hold(which);
    if (!row) throw new Refused('referral.not-found', `No referral ${which}`);
    const { referral } = row;
    if (unsigned.has(referral.standing.state))
      throw new Refused('referral.wrong-state', `Referral ${which} is ${referral.standing.state}`, {
        code: referral.code,
        state: referral.standing.state,
        step: 'update',
      });
    if (!mayUpdate(by, referral)) throw new Refused('person.role', `${by.id} is no clinician of referral ${which}`);
    const content = await page.referrals.content(referral);
    const update: Update = {
      id: world.dice.id(),
      kind,
      words: words.trim(),
      by: by.id,
      at: world.clock.now().toISOString(),
      institution: grant.post.at,
    };
    const after: Referral = { ...referral, version: referral.version + 1 };
    await keepStep(
      world,
      page,
      referral,
      after,
      { person: by.id },
      { happening: { what: 'update-kept', update: update.id, kind }, ground: grant.because },
    );
    const changed = { ...content, updates: [...(content.updates ?? []), update] };
    await page.referrals.keepContent(after, changed);
    // The new list is checked at once: what it makes dangerous stands in the trail beside the change.
    const record = assemble(sourcesOf(after, changed, world.readText), world.naming);
    await raiseAlerts(world)(page, after, contentAsItIs(record, changed));
    await page.send(
      { do: 'tell-changes', referral: referral.id, word: update.id },
      { lane: 'now', key: `changes ${referral.id} ${update.id}` },
    );
    return update;
  };
