import { mayAt } from '#src/domain/access/may.ts';
import type { Words } from '#src/domain/errand.ts';
import { hotlinesFrom, person } from '#src/domain/house/house.ts';
import type { ClinicianId, HotlineId } from '#src/domain/ids.ts';
import { isOfficer } from '#src/domain/people/person.ts';
import { type ActionName, isIrreversible, mayDo } from '#src/domain/referral/actions.ts';
import { ownersOf, watchOf } from '#src/domain/referral/loop-clock.ts';
import { patientLine } from '#src/domain/referral/patient-line.ts';
import { isOpen, type Referral } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { correctDraft } from '#src/usecases/drafting/correct-draft.ts';
import { addText } from '#src/usecases/drafting/receive-note.ts';
import { findReferrals } from '#src/usecases/looking/find-referrals.ts';
import { concerning, listWork, type WorkLine } from '#src/usecases/looking/list-work.ts';
import type { Page } from '#src/usecases/page.ts';
import { type Asked, takeAction } from '#src/usecases/steps/take-action.ts';
import type { Command, Unclear } from '../commands/command.ts';
import type { Bot } from './bot.ts';
import { Answered, answer, type Heard } from './heard.ts';
import { emergencySaid, recordSaid, withdrawSaid } from './obey-consent.ts';
import { answerSaid, askSaid } from './obey-question.ts';

/** What was asked for and waits for "yes". Kept sealed, gone after its time. */
type Kept = {
  readonly referral: string;
  readonly ask: Omit<Asked, 'by' | 'referral' | 'at'> & { readonly at?: string };
};

/** Does what a command says, and says what came of it. What names patients is answered one to one, never into the group. */
export async function obey(bot: Bot, page: Page, heard: Heard, command: Command | Unclear): Promise<void> {
  const confirmed = await confirming(bot, page, heard, command);
  if (confirmed) return;
  switch (command.kind) {
    case 'unclear':
      return answer(
        page,
        heard,
        command.suggestions.length > 0
          ? command.suggestions.slice(0, 2).map((word) => ({ key: 'answer.suggest', with: { word } }))
          : [{ key: 'refused.command.unknown' }],
      );
    case 'help':
      return answer(page, heard, helpFor(heard), bot.uploadPath(undefined, heard.hotline?.id));
    case 'mine':
      return inPrivate(page, heard, await mineWords(bot, page, heard));
    case 'find':
      return inPrivate(page, heard, foundWords(await findReferrals(bot)(page, heard.by, command.query)));
    case 'doctor':
      return doctor(bot, page, heard);
    case 'settings':
      if (command.language) await page.people.keepLanguage(heard.by.id, command.language);
      return page.send({
        do: 'say',
        place: heard.alone,
        words: [{ key: command.language ? 'answer.language' : 'answer.settings' }],
      });
    case 'status':
      return status(bot, page, heard, await meant(bot, page, heard, command.code, () => true));
    case 'open': {
      const referral = await meant(bot, page, heard, command.code, () => true);
      return page.send(
        {
          do: 'say',
          place: heard.alone,
          words: [{ key: 'card.title', with: { code: referral.code } }],
          buttons: [{ label: { key: 'button.open' }, page: `/app/r/${referral.id}` }],
        },
        { lane: 'now' },
      );
    }
    case 'yes':
    case 'no':
      return answer(page, heard, [
        { key: command.kind === 'yes' ? 'refused.command.confirm-expired' : 'answer.not-confirmed' },
      ]);
    case 'emergency':
      return emergencySaid(bot, page, heard);
    case 'withdraw-consent':
      return withdrawSaid(bot, page, heard, await meant(bot, page, heard, command.code, () => true));
    case 'add':
    case 'correct':
    case 'consent':
      return toDraft(bot, page, heard, command);
    case 'sign':
    case 'accept':
    case 'attended':
    case 'missed':
    case 'close':
      return act(bot, page, heard, command.code, command.kind, {});
    case 'decline':
      return act(bot, page, heard, command.code, 'decline', {
        reason: command.because ?? 'not-our-service',
        words: command.words ?? '',
      });
    case 'cancel':
      return act(bot, page, heard, command.code, 'cancel', {
        reason: command.because ?? 'withdrawn',
        words: command.words ?? '',
      });
    case 'answer':
      return act(bot, page, heard, command.code, 'answer', { words: command.text });
    case 'ask':
      return askSaid(bot, page, heard, await meant(bot, page, heard, command.code, () => true), command.text);
    case 'answer-question':
      return answerSaid(bot, page, heard, command);
    case 'book':
      if (!('at' in command.when)) throw new Refused('visit.unclear-time', 'No clear time was said');
      return act(bot, page, heard, command.code, 'book', { at: command.when.at });
    case 'handover':
      return act(bot, page, heard, command.code, 'handover', toWhom(bot, command.to));
    case 'redirect':
      return act(bot, page, heard, command.code, 'redirect', where(bot, heard, command.to));
    case 'refer':
    case 'free':
      return;
  }
}

type More = Pick<Asked, 'words' | 'reason' | 'at' | 'person' | 'hotline'>;

async function act(
  bot: Bot,
  page: Page,
  heard: Heard,
  code: string | undefined,
  name: ActionName,
  more: More,
): Promise<void> {
  const referral = await meant(bot, page, heard, code, (one) => mayDo(heard.by, one, name));
  if (isIrreversible(name) && mayDo(heard.by, referral, name))
    return askFirst(bot, page, heard, referral, { action: name, via: 'command', ...more });
  await done(
    bot,
    page,
    heard,
    await takeAction(bot)(page, { by: heard.by, referral, action: name, via: 'command', ...more }),
  );
}

const done = (_bot: Bot, page: Page, heard: Heard, after: Referral): Promise<void> =>
  answer(page, heard, [{ key: 'answer.done', with: { code: after.code, state: after.standing.state } }]);

/** What cannot be taken back is asked once more, with the code and the target. */
async function askFirst(
  bot: Bot,
  page: Page,
  heard: Heard,
  referral: Referral,
  { at, ...ask }: Omit<Asked, 'by' | 'referral'>,
): Promise<void> {
  const until = new Date(bot.clock.now().getTime() + bot.confirmMinutes * 60_000);
  const kept: Kept = {
    referral: referral.id,
    ask: { ...ask, version: referral.version, ...(at ? { at: at.toISOString() } : {}) },
  };
  await page.confirmations.ask(heard.by.id, heard.place, kept, until);
  const to = bot.house.institutions.find((one) => one.id === referral.to)?.name.en ?? referral.to;
  await answer(page, heard, [
    { key: 'answer.confirm', with: { action: ask.action, code: referral.code, to, minutes: bot.confirmMinutes } },
  ]);
}

/** "Yes" does what waits; anything else leaves it. True when the command was only the answer. */
async function confirming(bot: Bot, page: Page, heard: Heard, command: Command | Unclear): Promise<boolean> {
  // Only askFirst writes confirmations.
  const waiting = (await page.confirmations.take(heard.by.id, heard.place, bot.clock.now())) as Kept | undefined;
  if (!waiting) return false;
  if (command.kind !== 'yes') {
    if (command.kind !== 'no') return false;
    await answer(page, heard, [{ key: 'answer.not-confirmed' }]);
    return true;
  }
  const row = await page.referrals.hold(waiting.referral as Referral['id']);
  if (!row) throw new Refused('referral.not-found', 'The referral of the question is gone');
  const { at, ...ask } = waiting.ask;
  await done(
    bot,
    page,
    heard,
    await takeAction(bot)(page, { ...ask, by: heard.by, referral: row.referral, ...(at ? { at: new Date(at) } : {}) }),
  );
  return true;
}

/** The referral a command speaks of: by its code, else the only one that fits; several are asked about. */
async function meant(
  bot: Bot,
  page: Page,
  heard: Heard,
  code: string | undefined,
  fits: (referral: Referral) => boolean,
): Promise<Referral> {
  if (code) {
    const row = await page.referrals.byCode(code);
    if (!row || !concerning(bot, heard.by)(row.referral))
      throw new Refused('referral.not-found', `No referral of that code for ${heard.by.id}`);
    return (await page.referrals.hold(row.referral.id))?.referral ?? row.referral;
  }
  const { mine, waiting, overdue } = await listWork(bot)(page, heard.by);
  const all = new Map([...mine, ...overdue, ...waiting].map(({ referral }) => [referral.id, referral]));
  const fitting = [...all.values()].filter((one) => isOpen(one) && fits(one));
  const [only, ...others] = fitting;
  if (!only) throw new Refused('referral.not-found', 'Nothing fits');
  if (others.length > 0) {
    await answer(page, heard, [
      {
        key: 'answer.which',
        with: {
          list: fitting
            .slice(0, 6)
            .map((one) => one.code)
            .join(', '),
        },
      },
    ]);
    throw new Answered();
  }
  return (await page.referrals.hold(only.id))?.referral ?? only;
}

async function toDraft(
  bot: Bot,
  page: Page,
  heard: Heard,
  command: Extract<Command, { kind: 'add' | 'correct' | 'consent' }>,
): Promise<void> {
  const growing = command.code ? undefined : await page.referrals.openDraft(heard.by.id, heard.place);
  const referral =
    growing?.referral ??
    (await meant(
      bot,
      page,
      heard,
      command.code,
      (one) => one.standing.state === 'draft' && one.author === heard.by.id,
    ));
  if (command.kind === 'consent') return recordSaid(bot, page, heard, referral, command);
  const draft = { referral, content: await page.referrals.content(referral) };
  if (command.kind === 'add')
    await addText(bot)(page, draft, { by: heard.by, text: command.text, at: heard.spoken.at });
  else await correctDraft(bot)(page, draft, { by: heard.by, field: command.field, value: command.value });
  await answer(page, heard, [
    { key: command.kind === 'add' ? 'answer.joined' : 'answer.corrected', with: { code: referral.code } },
  ]);
}

async function status(bot: Bot, page: Page, heard: Heard, referral: Referral): Promise<void> {
  const watch = watchOf(referral, bot.house);
  const facts = { code: referral.code, state: referral.standing.state, at: referral.standing.since.toISOString() };
  const who = watch
    ? ownersOf(watch.owner)
        .map((one) => person(bot.house, one)?.name.en ?? one)
        .join(', ')
    : '';
  await answer(page, heard, [
    watch
      ? { key: 'answer.status', with: { ...facts, who, due: watch.due.toISOString() } }
      : { key: 'answer.status-done', with: facts },
  ]);
}

async function mineWords(bot: Bot, page: Page, heard: Heard): Promise<readonly Words[]> {
  const { mine } = await listWork(bot)(page, heard.by);
  if (mine.length === 0) return [{ key: 'answer.mine-empty' }];
  return mine.slice(0, 10).map(({ referral, watch, identity }) => ({
    key: 'answer.mine',
    with: {
      code: referral.code,
      patient: patientLine(identity ?? {}),
      state: referral.standing.state,
      due: watch?.due.toISOString() ?? '',
    },
  }));
}

const foundWords = (lines: readonly WorkLine[]): readonly Words[] =>
  lines.length === 0
    ? [{ key: 'answer.nothing-found' }]
    : lines.slice(0, 10).map(({ referral, identity }) => ({
        key: 'answer.found',
        with: { code: referral.code, patient: patientLine(identity ?? {}), state: referral.standing.state },
      }));

/** Initials of patients are for one pair of eyes; a group only hears where the answer is. */
async function inPrivate(page: Page, heard: Heard, words: readonly Words[]): Promise<void> {
  await page.send(
    { do: 'say', place: heard.alone, words, buttons: [{ label: { key: 'button.open' }, page: '/app/' }] },
    { lane: 'now' },
  );
  if (heard.spoken.in === 'group') await answer(page, heard, [{ key: 'answer.one-to-one' }]);
}

function helpFor({ by }: Heard): readonly Words[] {
  const roles = by.works.flatMap((work) => work.roles);
  const clinical = roles.some((role) => role === 'clinician' || role === 'consultant');
  const desk = roles.some((role) => role === 'nurse' || role === 'coordinator');
  return [
    { key: 'answer.help' },
    ...(clinical ? [{ key: 'answer.help.clinician' }] : []),
    ...(desk && !clinical ? [{ key: 'answer.help.desk' }] : []),
    ...(isOfficer(by) ? [{ key: 'answer.help.officer' }] : []),
    { key: 'answer.help.files' },
  ];
}

async function doctor(bot: Bot, page: Page, heard: Heard): Promise<void> {
  if (!mayAt(bot.policy.judge, heard.by, 'administer'))
    throw new Refused('person.role', 'Only an administrator asks for the doctor');
  const { link, inbox, errands, aside, apiPercent } = await bot.standing();
  await page.send(
    {
      do: 'say',
      place: heard.alone,
      words: [{ key: 'answer.doctor', with: { link: link ? '✓' : '✗', inbox, errands, aside, api: apiPercent } }],
    },
    { lane: 'now' },
  );
}

function toWhom(bot: Bot, to: string | undefined): { person?: ClinicianId } {
  const said = to?.trim().toLowerCase();
  const found = said
    ? bot.house.people.find(
        (one) =>
          !one.left &&
          [one.id, one.name.en, one.name.zhHant].some(
            (name) => name.toLowerCase().includes(said) || said.includes(name.toLowerCase()),
          ),
      )
    : undefined;
  if (!found) throw new Refused('person.unknown', 'Nobody of that name');
  return { person: found.id };
}

function where(bot: Bot, heard: Heard, to: string | undefined): { hotline?: HotlineId; words: string } {
  const said = to?.trim().toLowerCase() ?? '';
  const [home] = heard.by.works;
  const lines = home ? hotlinesFrom(bot.house, home.institution) : [];
  const found = lines.find((line) => {
    const place = bot.house.institutions.find((one) => one.id === line.receiving);
    return (
      said !== '' &&
      [...(place?.aliases ?? []), line.name.en, line.name.zhHant].some(
        (name) => name.toLowerCase().includes(said) || said.includes(name.toLowerCase()),
      )
    );
  });
  if (!found) throw new Refused('hotline.unknown', 'No hotline of that name');
  return { hotline: found.id, words: to ?? '' };
}
