import { decide } from '../../domain/access/grant.ts';
import { hotline, person, userIn } from '../../domain/house/house.ts';
import { type ClinicianId, id } from '../../domain/ids.ts';
import { contentAsItIs } from '../../domain/record/as-it-is.ts';
import { assemble } from '../../domain/record/assemble.ts';
import type { Change } from '../../domain/record/changes.ts';
import { sourcesOf } from '../../domain/record/from-referral.ts';
import type { Naming } from '../../domain/record/naming.ts';
import { levelOf, tellAt } from '../../domain/record/quiet.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { KeptHappening, Page, ReadingPage } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import type { Does } from '../errands/run-errand.ts';
import type { World } from '../world.ts';
import { type Changes, changesIn } from './changes-in.ts';

type Tells = Pick<World, 'ledger' | 'clock' | 'house' | 'policy' | 'readText' | 'safety'> & { readonly naming: Naming };

/**
 * The memo: who must hear that a medicine, an allergy, a diagnosis or a dangerous value is otherwise than it was. Found out after the change is kept, from
 * what is kept, and told one by one; the words name the referral and what sort of thing changed, never the patient or the drug.
 */
export const tellChanges =
  (world: Tells): Does<'tell-changes'> =>
  async ({ referral: which, word: wanted }) => {
    const found = await world.ledger.read(async (page) => {
      const row = await page.referrals.get(which);
      if (!row) return undefined;
      const content = await page.referrals.content(row.referral);
      const word = changesIn(row.referral, content, world).find(({ id: one }) => one === wanted);
      if (!word || (word.changes.length === 0 && word.kind !== 'correction')) return undefined;
      const level = endangers(world, row.referral, content, word) ? 'stop' : levelOf(word.changes);
      return { referral: row.referral, word, level, whom: await whomToTell(world, page, row.referral, word) };
    });
    if (!found || found.whom.length === 0) return { is: 'done' };
    return { is: 'done', keep: (page) => send(world, page, found) };
  };

type Found = {
  readonly referral: Referral;
  readonly word: Changes;
  readonly level: Change['level'];
  readonly whom: readonly ClinicianId[];
};

/** A new list of medicines or allergies on which a red stop stands is told at once, whatever was changed. */
function endangers(world: Tells, referral: Referral, content: ReferralContent, { changes }: Changes): boolean {
  if (!changes.some(({ kind }) => kind === 'medicine' || kind === 'allergy')) return false;
  const record = assemble(sourcesOf(referral, content, world.readText), world.naming);
  return world.safety
    .check(contentAsItIs(record, content), world.clock.now())
    .alerts.some(({ tier }) => tier === 'stop');
}

/**
 * The referring doctor first, then who holds the case and who signed it; of a correction everybody who saw what was wrong. Only who may read the referral at this
 * moment, and never who said it.
 */
async function whomToTell(
  world: Tells,
  page: ReadingPage,
  referral: Referral,
  word: Changes,
): Promise<readonly ClinicianId[]> {
  // Nobody has taken it on yet: then all who were sent it have it before them.
  const receivers = referral.heldBy ? [referral.heldBy] : (hotline(world.house, referral.hotline)?.receivers ?? []);
  const near = [referral.author, ...receivers, referral.signature?.by].filter((one) => one !== undefined);
  const saw = word.kind === 'correction' ? whoSaw(await page.trail.of(referral.id), new Date(word.at)) : [];
  const { consent: said } = await page.referrals.content(referral);
  const told: ClinicianId[] = [];
  for (const who of new Set([...near, ...saw])) {
    const one = person(world.house, who);
    if (!one || one.left || who === word.by) continue;
    if (decide(world.policy.judge, one, await factsFor(world, page, referral, one, { said }))) told.push(who);
  }
  return told;
}

const whoSaw = (trail: readonly KeptHappening[], before: Date): readonly ClinicianId[] =>
  trail.flatMap(({ what, by, at }) =>
    (what === 'record-opened' || what === 'seen') && at <= before && 'person' in by ? [by.person] : [],
  );

async function send(world: Tells, page: Page, { referral, word, level, whom }: Found): Promise<void> {
  const line = hotline(world.house, referral.hotline);
  const now = world.clock.now();
  const notBefore = tellAt(now, level, referral.urgency);
  for (const who of whom) {
    const one = person(world.house, who);
    const user = one && line ? userIn(one, line.tenant) : undefined;
    if (!line || !user) continue;
    await page.send(
      {
        do: 'say',
        place: { tenant: line.tenant, in: 'chat', user },
        words: [notBefore ? { key: 'memo.gathered', with: { code: referral.code } } : wordsOf(world, referral, word)],
        buttons: [{ label: { key: 'button.open' }, page: `/app/r/${referral.id}/record` }],
        person: who,
        about: referral.id,
      },
      // What waits for the morning is one message, however much changes in the night.
      notBefore
        ? { lane: 'soon', notBefore, key: `memo ${referral.id} ${who}` }
        : { lane: 'now', key: `memo ${referral.id} ${who} ${word.id}` },
    );
    await page.happened({
      what: 'memo-sent',
      to: who,
      level,
      about: word.id,
      at: now,
      by: { baton: 'delivery' },
      institution: referral.from,
      referral: referral.id,
      patient: referral.patient,
    });
  }
}

function wordsOf(world: Tells, { code }: Referral, { kind, changes, by }: Changes) {
  const kinds = new Set(changes.map((one) => one.kind));
  const [only] = kinds;
  const sort = kind === 'correction' ? 'corrected' : kinds.size === 1 && only ? only : 'several';
  return { key: `memo.${sort}`, with: { code, who: person(world.house, id<ClinicianId>(by))?.name.en ?? by } };
}
