import { isWaiting } from '#src/domain/consultation/consultation.ts';
import { institution, person } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { askable, askQuestion } from '#src/usecases/consultation/ask-question.ts';
import { listConsultations } from '#src/usecases/consultation/list-consultations.ts';
import { sayMore } from '#src/usecases/consultation/say-more.ts';
import type { Page } from '#src/usecases/page.ts';
import type { Bot } from './bot.ts';
import { answer, type Heard } from './heard.ts';

/** "ask B7K-42Q Dr Cheung: since when?" asks her; without a name before the colon, whoever has the case on the other side. */
export async function askSaid(bot: Bot, page: Page, heard: Heard, referral: Referral, text: string): Promise<void> {
  const { by } = heard;
  const [, name, rest] = /^@?([^:：]{2,40})[:：]\s*([\s\S]+)$/u.exec(text) ?? [];
  const content = await page.referrals.content(referral);
  const colleague =
    name && rest
      ? among(
          (await askable(bot, page, referral, content, by)).map((one) => one.person),
          name,
        )
      : undefined;
  const words = (colleague ? rest : text)?.trim() ?? '';
  if (words === '')
    throw new Refused('referral.reason-needed', `Question on ${referral.id} without words`, { code: referral.code });
  const side = by.works.some((work) => work.institution === referral.to) ? referral.from : referral.to;
  await askQuestion(bot)(page, referral.id, by, {
    of: colleague ? { person: colleague.id } : { side },
    said: { text: words.slice(0, 2_000) },
  });
  const who = colleague?.name.en ?? institution(bot.house, side)?.name.en ?? side;
  await answer(page, heard, [{ key: 'answer.asked', with: { code: referral.code, who } }]);
}

/** The one of these people whose whole name, in either language, was written. */
const among = (people: readonly Person[], said: string): Person | undefined => {
  const wanted = said.trim().toLowerCase();
  return people.find((one) => [one.name.en, one.name.zhHant].some((name) => name.toLowerCase() === wanted));
};

/** Answers the question that waits for this person, on the referral that was named or on the only one there is. */
export async function answerSaid(
  bot: Bot,
  page: Page,
  heard: Heard,
  { code, text }: { readonly code?: string; readonly text: string },
): Promise<void> {
  const { forMe, forColleagues } = await listConsultations(bot)(page, heard.by);
  const here = (lines: typeof forMe) =>
    lines.filter(
      ({ grant, thread }) => thread.question && isWaiting(thread.question) && (!code || grant.referral.code === code),
    );
  const mine = here(forMe);
  const found = mine.length > 0 || !code ? mine : here(forColleagues);
  const [only, ...others] = found;
  if (!only?.thread.question) return answer(page, heard, [{ key: 'answer.no-question' }]);
  if (others.length > 0) {
    const list = [...new Set(found.map(({ grant }) => grant.referral.code))].slice(0, 6).join(', ');
    return answer(page, heard, [{ key: 'answer.which-question', with: { list } }]);
  }
  const { referral } = only.grant;
  if (text.trim() === '')
    throw new Refused('referral.reason-needed', `Answer on ${referral.id} without words`, { code: referral.code });
  const after = await sayMore(bot)(page, referral.id, heard.by, only.thread.question.id, {
    text: text.trim().slice(0, 2_000),
  });
  const who = person(bot.house, after.by)?.name.en ?? after.by;
  await answer(page, heard, [{ key: 'answer.question-answered', with: { code: referral.code, who } }]);
}
