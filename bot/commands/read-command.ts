import { fold, unfold } from '#src/domain/reading/folding.ts';
import type { Command, Unclear } from './command.ts';
import { findCode } from './referral-code.ts';
import { type Line, shapes } from './shapes.ts';
import { exampleOf, type Language, nearVerbs } from './slips.ts';
import { verbsAt, withoutPoliteness } from './verbs.ts';

export type Hearing = { readonly now: Date; readonly language?: Language };

const mention = /@\S*baton(?:\s*接棒)?|@接棒(?:\s*baton)?|@\S+(?=\s|$)/giu;

/**
 * Reads one line of chat. Deterministic: the same words always mean the same. A slip of spelling gets a suggestion and does nothing;
 * what is no command comes back as `free`.
 */
export function readCommand(text: string, { now, language = 'en' }: Hearing): Command | Unclear {
  const said = text
    .replace(mention, ' ')
    .replace(/[ \t\u3000]+/gu, ' ')
    .trim();
  if (said === '')
    return { kind: 'unclear', unclear: '', because: 'nothing', suggestions: [exampleOf('help', language)] };
  const code = findCode(said);
  if (code !== undefined && 'nearCode' in code) return codeInDoubt(said, code.nearCode, now, language);
  const line = lineOf(said, code?.rest ?? said, code?.code, now);
  return (
    commandIn(line) ??
    (code === undefined ? undefined : alone(line)) ??
    slip(line, language) ?? { kind: 'free', text: said }
  );
}

/** Folded for looking, original for keeping: `tail` gives the original words from a folded offset on. */
function lineOf(said: string, rest: string, code: string | undefined, now: Date): Line {
  const folded = fold(rest);
  const text = withoutPoliteness(folded.text);
  const skipped = folded.text.length - text.length;
  const tail = (restLength: number): string => {
    const [from] = unfold(folded, folded.text.length - restLength, folded.text.length);
    return restLength === 0
      ? ''
      : rest
          .slice(from)
          .replace(/^[\s:：,，.\-–—]+/u, '')
          .trim();
  };
  return {
    said,
    text: skipped === folded.text.length ? folded.text : text,
    tail,
    now,
    ...(code === undefined ? {} : { code }),
  };
}

function commandIn(line: Line): Command | undefined {
  for (const { verb, phrase, rest } of verbsAt(line.text)) {
    const command = shapes[verb](line, rest, phrase);
    if (command !== undefined) return command;
  }
  return undefined;
}

/** A code and nothing else asks how that referral stands. */
const alone = (line: Line): Command | undefined =>
  line.text.trim() === '' && line.code !== undefined ? { kind: 'status', code: line.code } : undefined;

/** A code with a 0, O, 1, I or L in it: we never guess which was meant. Only a line that is a command asks for it again. */
function codeInDoubt(said: string, nearCode: string, now: Date, language: Language): Command | Unclear {
  const rest = said.replace(nearCode, ' ').replace(/\s+/gu, ' ').trim();
  const line = lineOf(said, rest, undefined, now);
  const command = rest === '' ? undefined : commandIn(line);
  const isFree = rest !== '' && (command === undefined || command.kind === 'refer' || command.kind === 'add');
  if (isFree) return command ?? { kind: 'free', text: said };
  return { kind: 'unclear', unclear: nearCode, because: 'code', suggestions: [exampleOf('mine', language)] };
}

const greeting =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|ty|你好|早晨|早|谢谢|多谢|唔该|hello there)[\s!.]*$/u;

function slip(line: Line, language: Language): Unclear | undefined {
  // A line that begins with a command spelt right, such as "book colonoscopy", was not misspelt.
  if (verbsAt(line.text).some(({ phrase }) => phrase.length > 1)) return undefined;
  if (greeting.test(line.text))
    return { kind: 'unclear', unclear: line.said, because: 'nothing', suggestions: [exampleOf('help', language)] };
  const near = nearVerbs(line.text, line.code !== undefined, language);
  if (near.length === 0) return undefined;
  const suggestions = near.map(({ phrase, rest }) =>
    [phrase, line.code, line.tail(rest.length)].filter((each) => each !== undefined && each !== '').join(' '),
  );
  return {
    kind: 'unclear',
    unclear: line.said,
    because: 'spelling',
    suggestions: [...new Set(suggestions)].slice(0, 3),
  };
}
