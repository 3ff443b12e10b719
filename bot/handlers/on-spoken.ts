import type { ReplyPlace } from '#src/domain/errand.ts';
import { hotlineOfGroup } from '#src/domain/house/house.ts';
import { type GroupId, id, type TenantId, type UserId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { noteRefusal } from '#src/usecases/access/note-refusal.ts';
import { receiveNote } from '#src/usecases/drafting/receive-note.ts';
import { receiveUpload } from '#src/usecases/drafting/receive-upload.ts';
import type { Page } from '#src/usecases/page.ts';
import { readCommand } from '../commands/read-command.ts';
import type { Spoken } from '../wire/robot-message.ts';
import { type Bot, personAt } from './bot.ts';
import { Answered, answer, type Heard, languageOf } from './heard.ts';
import { obey } from './obey.ts';

/** Somebody said something to Baton: answered at once with what was received and what could not be. */
export async function onSpoken(bot: Bot, page: Page, tenant: TenantId, spoken: Spoken): Promise<void> {
  const group = spoken.in === 'group' ? id<GroupId>(spoken.conversation) : undefined;
  const user = id<UserId>(spoken.user ?? '');
  const alone: ReplyPlace = { tenant, in: 'chat', user };
  const reply: ReplyPlace = group ? { tenant, in: 'group', group, ...(spoken.user ? { mention: user } : {}) } : alone;
  if (spoken.overQuota) {
    bot.log.error({ tenant }, "the organisation's monthly messages are used up: DingTalk withholds texts");
    if (spoken.user)
      await page.send(
        {
          do: 'say',
          place: alone,
          words: [{ key: 'answer.quota-over' }],
          buttons: [{ label: { key: 'button.upload' }, page: bot.uploadPath(undefined, undefined) }],
        },
        { lane: 'now' },
      );
    return;
  }
  const by = spoken.user ? await personAt(bot.house, page, tenant, spoken.user) : undefined;
  if (!by) {
    bot.log.warn({ tenant, inGroup: group !== undefined }, 'somebody Baton does not know spoke to it');
    await page.send(
      { do: 'say', place: spoken.user ? alone : reply, words: [{ key: 'refused.person.unknown' }] },
      { lane: 'soon' },
    );
    return;
  }
  const heard: Heard = {
    tenant,
    by,
    spoken,
    place: `${tenant}:${spoken.conversation}`,
    hotline: group && hotlineOfGroup(bot.house, tenant, group),
    reply,
    alone,
  };
  try {
    await hear(bot, page, heard);
  } catch (error) {
    if (error instanceof Answered) return;
    if (!(error instanceof Refused)) throw error;
    bot.log.info({ code: error.code }, 'something said was refused');
    await noteRefusal(bot)(page, error, { by: heard.by, deed: 'said' });
    await answer(page, heard, [{ key: `refused.${error.code}`, with: { code: '', ...error.details } }]);
  }
}

async function hear(bot: Bot, page: Page, heard: Heard): Promise<void> {
  const { spoken } = heard;
  const now = bot.clock.now();
  const command = spoken.text
    ? readCommand(spoken.text, { now, language: await languageOf(page, heard.by) })
    : undefined;
  const isCommand =
    command !== undefined && command.kind !== 'free' && command.kind !== 'refer' && command.kind !== 'unclear';
  if (spoken.attachments.length === 0 && spoken.quotedUnknown) {
    await answer(page, heard, [{ key: 'answer.quoted-unknown' }], bot.uploadPath(undefined, heard.hotline?.id));
    return;
  }
  // Words come first: they begin the draft that the files then join.
  const words = command?.kind === 'refer' || command?.kind === 'free' ? command.text : '';
  if (words.trim() && (command?.kind === 'refer' || heard.hotline || spoken.in === 'chat'))
    await takeWords(bot, page, heard, words);
  if (spoken.attachments.length > 0) await takeFiles(bot, page, heard);
  if (command && (isCommand || (command.kind === 'unclear' && spoken.attachments.length === 0)))
    await obey(bot, page, heard, command);
}

async function takeWords(bot: Bot, page: Page, heard: Heard, text: string): Promise<void> {
  if (!saysSomethingClinical(bot, text) && !(await page.referrals.openDraft(heard.by.id, heard.place))) {
    await answer(page, heard, [{ key: 'answer.nothing-said' }]);
    return;
  }
  const { referral, joined } = await receiveNote(bot)(page, {
    by: heard.by,
    place: heard.place,
    hotline: heard.hotline,
    text,
    at: heard.spoken.at,
  });
  if (heard.spoken.in === 'group')
    await answer(page, heard, [
      { key: joined ? 'answer.joined' : 'answer.received-note', with: { code: referral.code } },
    ]);
}

/** A greeting is not a referral: at least one fact or an ask must be in it. */
function saysSomethingClinical(bot: Bot, text: string): boolean {
  const { findings, ask } = bot.readText(text, bot.clock.now());
  return findings.length > 0 || Object.keys(ask).length > 0;
}

async function takeFiles(bot: Bot, page: Page, heard: Heard): Promise<void> {
  let code = '';
  for (const file of heard.spoken.attachments) {
    const { referral } = await receiveUpload(bot)(page, {
      by: heard.by,
      place: heard.place,
      hotline: heard.hotline,
      origin: {
        way: 'message',
        tenant: heard.tenant,
        downloadCode: file.code,
        message: heard.spoken.message,
        ...(file.recognition ? { isHeard: true } : {}),
      },
      name: file.name,
      at: heard.spoken.at,
      replyTo: heard.alone,
    });
    code = referral.code;
    if (file.recognition)
      await receiveNote(bot)(page, {
        by: heard.by,
        place: heard.place,
        hotline: heard.hotline,
        text: file.recognition,
        at: heard.spoken.at,
        heard: true,
      });
  }
  const voice = heard.spoken.attachments.some(({ recognition }) => recognition);
  await answer(page, heard, [{ key: voice ? 'answer.voice-kept' : 'answer.received-file', with: { code } }]);
}
