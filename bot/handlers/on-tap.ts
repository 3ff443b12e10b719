import { id, type TenantId, type UserId } from '#src/domain/ids.ts';
import { actionNames } from '#src/domain/referral/actions.ts';
import { gapFields } from '#src/domain/referral/gaps.ts';
import { Refused } from '#src/domain/refused.ts';
import { noteRefusal } from '#src/usecases/access/note-refusal.ts';
import { correctDraft } from '#src/usecases/drafting/correct-draft.ts';
import type { Draft } from '#src/usecases/drafting/open-draft.ts';
import type { Page } from '#src/usecases/page.ts';
import { takeAction } from '#src/usecases/steps/take-action.ts';
import type { Tap } from '../wire/card-tap.ts';
import { type Bot, personAt } from './bot.ts';
import { takeFile } from './take-file.ts';

/** A button or a form of a card. The card is brought up to date by an errand; a refusal is told to the one who tapped, alone. */
export async function onTap(bot: Bot, page: Page, tenant: TenantId, tap: Tap): Promise<void> {
  const card = await page.posted.cardByTrack(tap.track);
  const row = card && (await page.referrals.hold(card.referral));
  const place = { tenant, in: 'chat', user: id<UserId>(tap.user) } as const;
  try {
    const by = await personAt(bot.house, page, tenant, tap.user);
    if (!by) throw new Refused('person.unknown', `Nobody Baton knows tapped a card`);
    if (!row) throw new Refused('referral.not-found', 'A card of no referral');
    const { referral } = row;
    const { action = '' } = tap.params;
    if (action === 'fill' || action === 'correct') {
      let draft: Draft = { referral, content: await page.referrals.content(referral) };
      const given =
        action === 'fill'
          ? Object.entries(tap.form)
          : [[tap.params['field'] ?? '', tap.params['value'] ?? ''] as const];
      for (const [name, value] of given) {
        const field = gapFields.find((one) => one === name);
        if (field && value.trim()) draft = await correctDraft(bot)(page, draft, { by, field, value });
      }
      return;
    }
    if (action === 'take-file') {
      await takeFile(bot, page, { by, referral, params: tap.params });
      return;
    }
    const name = actionNames.find((one) => one === action);
    if (!name) throw new Refused('command.unknown', 'The card asked for something unknown');
    const contentVersion = Number(tap.params['contentVersion']);
    await takeAction(bot)(page, {
      by,
      referral,
      action: name,
      via: 'card',
      ...(Number.isInteger(contentVersion) ? { contentVersion } : {}),
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    bot.log.info({ code: error.code, referral: row?.referral.id }, 'a tap was refused');
    const by = await personAt(bot.house, page, tenant, tap.user);
    if (by) await noteRefusal(bot)(page, error, { by, deed: 'tapped', ...(row ? { referral: row.referral.id } : {}) });
    const code = row?.referral.code;
    await page.send(
      {
        do: 'say',
        place,
        words: [{ key: `refused.${error.code}`, with: { ...(code ? { code } : {}), ...error.details } }],
        ...(row
          ? { about: row.referral.id, buttons: [{ label: { key: 'button.open' }, page: `/app/r/${row.referral.id}` }] }
          : {}),
      },
      { lane: 'now' },
    );
    if (row)
      await page.happened({
        what: 'refused',
        deed: 'tap',
        code: error.code,
        at: bot.clock.now(),
        by: { baton: 'dingtalk' },
        institution: row.referral.from,
        referral: row.referral.id,
      });
  }
}
