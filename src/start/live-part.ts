import { personAt } from '#bot/handlers/bot.ts';
import { readLiveAsked } from '#bot/wire/card-tap.ts';
import { decide } from '#src/domain/access/grant.ts';
import { redact } from '#src/domain/access/redact.ts';
import type { TenantId } from '#src/domain/ids.ts';
import { emptyContent } from '#src/domain/referral/drafting.ts';
import type { Speech } from '#src/ports/speech.ts';
import { factsFor } from '#src/usecases/access/facts-for.ts';
import { flagLook } from '#src/usecases/access/flag-look.ts';
import { documentLines } from '#src/usecases/documents/document-lines.ts';
import { alertsOn } from '#src/usecases/safety/alerts-on.ts';
import type { World } from '#src/usecases/world.ts';

/** Fills the part of a card that DingTalk does not keep, for one viewer, if they may read it. Every look is a happening; nobody else gets a word. */
export async function answerLive(
  { world, tenant, speech }: { readonly world: World; readonly tenant: TenantId; readonly speech: Speech },
  data: string,
): Promise<object> {
  const asked = readLiveAsked(parsed(data));
  if (!asked) return { dataSourceQueryResponses: [] };
  return world.ledger.write(async (page) => {
    const card = await page.posted.cardByTrack(asked.track);
    const by = await personAt(world.house, page, tenant, asked.user);
    const row = card && (await page.referrals.get(card.referral));
    if (!by || !row) return { dataSourceQueryResponses: [] };
    const content = await page.referrals.content(row.referral);
    const facts = await factsFor(world, page, row.referral, by, { said: content.consent });
    const grant = decide(world.policy.judge, by, facts);
    if (!grant) return { dataSourceQueryResponses: [] };
    await flagLook(world)(page, grant);
    const language = (await page.people.language(by.id)) ?? by.language;
    const shown = redact(content, grant.categories).content;
    const { alerts } = await alertsOn(world)(page, row.referral, shown);
    // Files are a part of their own; who may not have it has their names from nowhere.
    const files = grant.categories.includes('documents')
      ? (await documentLines(page, row.referral, content.findings)).map((line) => ({
          ...line,
          take: redact({ ...emptyContent, findings: line.take }, grant.categories).content.findings,
        }))
      : [];
    const values = speech.live(shown, alerts, language, files);
    await page.happened({
      what: 'seen',
      how: 'card',
      at: world.clock.now(),
      by: { person: by.id },
      institution: grant.post.at,
      referral: row.referral.id,
      patient: row.referral.patient,
      ground: grant.because,
    });
    return {
      dataSourceQueryResponses: asked.sources.map(({ id }) => ({
        dynamicDataSourceId: id,
        data: JSON.stringify(values),
        dynamicDataValueType: 'OBJECT',
      })),
    };
  });
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Nothing asked for, nothing given.
    return undefined;
  }
};
