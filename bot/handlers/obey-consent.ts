import { mayAct } from '#src/domain/access/may.ts';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { decideOnReferral, heardBy } from '#src/usecases/consent/record-for-referral.ts';
import { makeTicket } from '#src/usecases/consent/tickets.ts';
import { withdrawConsent } from '#src/usecases/consent/withdraw-consent.ts';
import { addText } from '#src/usecases/drafting/receive-note.ts';
import type { Page } from '#src/usecases/page.ts';
import type { Command } from '../commands/command.ts';
import type { Bot } from './bot.ts';
import { answer, type Heard } from './heard.ts';

type ConsentSaid = Extract<Command, { kind: 'consent' }>;

/** What the patient said about one referral, in one line: yes or no, spoken or signed, all or some parts; or "by QR", and the patient decides alone. */
export async function recordSaid(
  bot: Bot,
  page: Page,
  heard: Heard,
  referral: Referral,
  { given, how, scope }: ConsentSaid,
): Promise<void> {
  mustBeAllowed(bot, heard, referral);
  if (how === 'patient-page') return handOver(bot, page, heard, referral);
  // A substitute needs a name, a relation and a proof: more than a line can be trusted with.
  if (how === 'substitute')
    throw new Refused('consent.substitute', 'A substitute is recorded in Baton', { code: referral.code });
  await decideOnReferral(bot)(page, referral, {
    decision: given ? 'given' : 'refused',
    ...(given ? { categories: partsIn(scope) } : {}),
    how: how === 'signed-form' ? { way: 'signed-form' } : heardBy(bot, heard.by.id),
    by: heard.by.id,
  });
  await answer(page, heard, [{ key: 'answer.corrected', with: { code: referral.code } }]);
}

const partsIn = (scope: readonly string[]): readonly Category[] =>
  categories.filter((category) => category !== 'sensitive' && scope.includes(category));

/** The code for the patient's own page, one to one: whoever reads it in a group could answer for the patient. */
async function handOver(bot: Bot, page: Page, heard: Heard, referral: Referral): Promise<void> {
  const { code } = await makeTicket(bot)(page, referral, 'decide', heard.by.id);
  await page.send(
    {
      do: 'say',
      place: heard.alone,
      words: [
        { key: 'answer.consent-code', with: { code: referral.code, digits: `${code.slice(0, 4)} ${code.slice(4)}` } },
      ],
      buttons: [{ label: { key: 'button.patient-page' }, page: '/p' }],
    },
    { lane: 'now' },
  );
  if (heard.spoken.in === 'group') await answer(page, heard, [{ key: 'answer.one-to-one' }]);
}

/** The patient takes it back: one line, at once. Refuses `consent.not-found`. */
export async function withdrawSaid(bot: Bot, page: Page, heard: Heard, referral: Referral): Promise<void> {
  mustBeAllowed(bot, heard, referral);
  const given = (await page.consents.of(referral.patient)).filter(
    (one) => one.decision === 'given' && !one.replaced && one.referral === referral.id,
  );
  await withdrawConsent(bot)(page, {
    patient: referral.patient,
    consents: given.map(({ id }) => id),
    by: heard.by.id,
    institution: heard.by.works.some(({ institution }) => institution === referral.from) ? referral.from : referral.to,
  });
  await answer(page, heard, [{ key: 'answer.consent-withdrawn', with: { code: referral.code } }]);
}

/** No identity card number and no reason is typed into a chat: the way leads to Baton's own screen. */
export async function emergencySaid(bot: Bot, page: Page, heard: Heard): Promise<void> {
  const growing = await page.referrals.openDraft(heard.by.id, heard.place);
  // In the middle of a draft the one word says how urgent it is.
  if (growing && /^\W*(?:@\S+\s+)?emergency\W*$/i.test(heard.spoken.text ?? '')) {
    const draft = { referral: growing.referral, content: await page.referrals.content(growing.referral) };
    await addText(bot)(page, draft, { by: heard.by, text: 'emergency', at: heard.spoken.at });
    return answer(page, heard, [{ key: 'answer.joined', with: { code: growing.referral.code } }]);
  }
  await page.send(
    {
      do: 'say',
      place: heard.alone,
      words: [{ key: 'answer.emergency' }],
      buttons: [{ label: { key: 'button.emergency' }, page: '/app/emergency' }],
    },
    { lane: 'now' },
  );
  if (heard.spoken.in === 'group') await answer(page, heard, [{ key: 'answer.one-to-one' }]);
}

function mustBeAllowed(bot: Bot, { by }: Heard, referral: Referral): void {
  if (!mayAct({ judge: bot.policy.judge, house: bot.house }, by, referral, 'record-consent'))
    throw new Refused('referral.not-found', `No referral ${referral.code} for ${by.id}`);
}
