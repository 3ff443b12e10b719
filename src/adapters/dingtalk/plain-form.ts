import type { UserId } from '#src/domain/ids.ts';
import type { PlainMessage } from '#src/ports/messenger.ts';

/** What DingTalk takes as msgParam, in bytes. */
const mostBytes = 15_000;
/** The largest form has so many buttons; what is over stands as links under the text. */
const mostButtons = 5;

/** A title, Markdown and link buttons in the form DingTalk has for that many buttons; text that is too long is cut, and says so. */
export function plainForm({ title, text, buttons = [] }: PlainMessage): {
  readonly msgKey: string;
  readonly msgParam: string;
} {
  const shown = buttons.slice(0, mostButtons);
  const rest = buttons.slice(mostButtons);
  const links = rest.map(({ label, url }) => `[${label}](${url})`).join('  \n');
  const form = (words: string) => formFor(title, links ? `${words}\n\n${links}` : words, shown);
  const msgKey =
    shown.length === 0 ? 'sampleMarkdown' : shown.length === 1 ? 'sampleActionCard' : `sampleActionCard${shown.length}`;
  let msgParam = JSON.stringify(form(text));
  for (let kept = [...text]; Buffer.byteLength(msgParam) > mostBytes && kept.length > 0; ) {
    kept = kept.slice(0, Math.floor(kept.length * 0.9));
    msgParam = JSON.stringify(form(`${kept.join('')} …`));
  }
  return { msgKey, msgParam };
}

function formFor(title: string, text: string, buttons: NonNullable<PlainMessage['buttons']>): object {
  const [only, second] = buttons;
  if (!only) return { title, text };
  if (!second) return { title, text, singleTitle: only.label, singleURL: only.url };
  return {
    title,
    text,
    ...Object.fromEntries(
      buttons.flatMap(({ label, url }, index) => [
        [`actionTitle${index + 1}`, label],
        [`actionURL${index + 1}`, url],
      ]),
    ),
  };
}

/** The same for the address that came with a message; here people can be mentioned, by an id that also stands in the text. */
export function sessionForm({
  title,
  text,
  buttons = [],
  mention = [],
}: PlainMessage & { readonly mention?: readonly UserId[] }): object {
  const words = mention.length > 0 ? `${text}\n\n${mention.map((user) => `@${user}`).join(' ')}` : text;
  const at = mention.length > 0 ? { at: { atUserIds: mention } } : {};
  if (buttons.length === 0) return { msgtype: 'markdown', markdown: { title, text: words }, ...at };
  return {
    msgtype: 'actionCard',
    actionCard: {
      title,
      text: words,
      btnOrientation: '0',
      btns: buttons.map(({ label, url }) => ({ title: label, actionURL: url })),
    },
    ...at,
  };
}
