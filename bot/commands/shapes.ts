import { foldWord } from '#src/domain/reading/folding.ts';
import type { Command } from './command.ts';
import { readConsent } from './consent-words.ts';
import { readCorrection } from './corrections.ts';
import { cancelReasonIn, declineReasonIn } from './reasons.ts';
import { saysNothingMore, type Verb } from './verbs.ts';
import { readWhen } from './when.ts';

/** A line of chat made ready: `text` is folded and without politeness, `tail(n)` the original of its last n folded units. */
export type Line = {
  readonly said: string;
  readonly text: string;
  readonly code?: string;
  readonly now: Date;
  readonly tail: (restLength: number) => string;
};

type Shape = (line: Line, rest: string, phrase: string) => Command | undefined;

const about = ({ code }: Line): { code?: string } => (code === undefined ? {} : { code });
const worded = (words: string): { words?: string } => (words === '' ? {} : { words });

/** Nothing may follow but "it" and "please": "open fracture" and "sign of stroke" are notes. */
const bare =
  (
    kind: 'status' | 'withdraw-consent' | 'sign' | 'accept' | 'attended' | 'missed' | 'close' | 'open' | 'yes' | 'no',
  ): Shape =>
  (line, rest) =>
    saysNothingMore(rest) ? { kind, ...about(line) } : undefined;

const plain =
  (kind: 'help' | 'mine' | 'doctor' | 'emergency'): Shape =>
  (line, rest) =>
    saysNothingMore(rest) && line.code === undefined ? { kind } : undefined;

const isClosed = (line: Line, rest: string): boolean => line.code !== undefined || /^\s*[:：-]/u.test(rest);

/** What each command takes after its name. `undefined` means: these words are not this command after all. */
export const shapes: Readonly<Record<Verb, Shape>> = {
  help: plain('help'),
  mine: plain('mine'),
  doctor: plain('doctor'),
  emergency: plain('emergency'),
  'withdraw-consent': bare('withdraw-consent'),
  yes: bare('yes'),
  no: bare('no'),
  sign: bare('sign'),
  accept: bare('accept'),
  attended: bare('attended'),
  missed: bare('missed'),
  close: bare('close'),
  open: bare('open'),
  status: (line, rest) => {
    if (saysNothingMore(rest)) return { kind: 'status', ...about(line) };
    // "status of CHAN Siu Ming" looks for somebody; "status asthmaticus" and "status post PCI" are notes.
    const saysOf =
      /^\s*(?:of|for|的)/u.test(rest) || /(?: of)$/u.test(line.text.slice(0, line.text.length - rest.length));
    const query = line.tail(rest.length).replace(/^(?:of|for|的)\s*/iu, '');
    return saysOf && isPerson.test(query) && query.split(' ').length <= 5 ? foundBy(query) : undefined;
  },
  refer: (line) => ({ kind: 'refer', text: line.said }),
  add: (line, rest) => ({ kind: 'add', text: line.tail(rest.length), ...about(line) }),
  find: (line, rest) => {
    const query = line.tail(rest.length).replace(/^(?:for|me)\s+/iu, '');
    if (query === '' && line.code !== undefined) return { kind: 'find', query: line.code };
    return foundBy(query);
  },
  decline: (line, rest) => {
    const words = line
      .tail(rest.length)
      .replace(/^(?:because(?: of)?|since|as|reason|it,?|this|因為|原因|由於)\s*[:：]?\s*/iu, '');
    const because = declineReasonIn(rest);
    // "decline in renal function" is a note; a reason we know, a colon or a code makes it a command.
    if (
      !saysNothingMore(rest) &&
      !isClosed(line, rest) &&
      because === undefined &&
      !/^\s*(?:because|since|reason|it\b|因)/u.test(rest)
    )
      return undefined;
    return {
      kind: 'decline',
      ...about(line),
      ...(because === undefined ? {} : { because }),
      ...worded(saysNothingMore(rest) ? '' : words),
    };
  },
  book: (line, rest) => {
    const words = line.tail(rest.length);
    const when = readWhen(words, line.now);
    // "book colonoscopy" and 約三日前開始胸痛 are about something else: without a code nothing but a time may follow.
    const saysMore = !saysNothingMore(foldWord(words.replace(when.words, ' ')));
    return line.code === undefined && saysMore ? undefined : { kind: 'book', when, ...about(line) };
  },
  // "Ask for a CT" is a note, and "ask the status of" wants no doctor: only with a code, and something to ask, is somebody asked.
  ask: (line, rest) =>
    line.code === undefined || /^\s*(?:for\s+|the\s+|about\s+)*(?:status|progress|state|進度|狀態|情況)/u.test(rest)
      ? undefined
      : { kind: 'ask', text: line.tail(rest.length), code: line.code },
  'answer-question': (line, rest) => ({ kind: 'answer-question', text: line.tail(rest.length), ...about(line) }),
  answer: (line, rest) => ({ kind: 'answer', text: line.tail(rest.length), ...about(line) }),
  handover: (line, rest) => passedOn('handover', line, rest),
  redirect: (line, rest) => passedOn('redirect', line, rest),
  consent: (line, rest) => {
    const consent = readConsent(line.text, rest);
    return consent === undefined ? undefined : { kind: 'consent', ...consent, ...about(line) };
  },
  correct: (line, rest) => {
    const correction = readCorrection(rest, line.tail);
    return correction === undefined ? undefined : { kind: 'correct', ...correction, ...about(line) };
  },
  settings: (line, rest, phrase) => {
    const language = languageIn(rest);
    if (language !== undefined) return { kind: 'settings', language };
    const isPlain = /sett|pref|lang|设|语/u.test(phrase);
    return isPlain && saysNothingMore(rest) ? { kind: 'settings' } : undefined;
  },
  cancel: (line, rest) => {
    const because = cancelReasonIn(rest);
    const isMeant = saysNothingMore(rest) || isClosed(line, rest) || because !== undefined;
    return isMeant
      ? {
          kind: 'cancel',
          ...about(line),
          ...(because === undefined ? {} : { because }),
          ...worded(saysNothingMore(rest) ? '' : line.tail(rest.length)),
        }
      : undefined;
  },
};

/** A name as on the card, Chinese characters, or an HKID. */
const isPerson = /^(?:[A-Z][\p{L}]|\p{Script=Han}|[A-Za-z]{1,2}\d{6})/u;

function foundBy(query: string): Command | undefined {
  const isNote = /^(?:attached|enclosed|below)\b/iu.test(query) || query.length > 60 || query.includes('\n');
  return query === '' || isNote ? undefined : { kind: 'find', query };
}

/** To a person or a place: some words, no figures. A longer line is a note that begins with the same word. */
function passedOn(kind: 'handover' | 'redirect', line: Line, rest: string): Command | undefined {
  const { to } = receiver(line, rest);
  if (to !== undefined && (to.length > 50 || /\d{2,}|[\n:;]/u.test(to))) return undefined;
  return { kind, ...(to === undefined ? {} : { to }), ...about(line) };
}

function receiver(line: Line, rest: string): { to?: string } {
  const to = line
    .tail(rest.length)
    .replace(/^(?:it\s+)?(?:to|給|畀|予|至|到|去)\s*/iu, '')
    .replace(/[。.!！]+$/u, '')
    .trim();
  return to === '' || saysNothingMore(rest) ? {} : { to };
}

function languageIn(rest: string): 'en' | 'zh-Hant' | 'zh-Hans' | undefined {
  const words = rest
    .replace(/^[\s:：]*(?:language|lang|to|语言|为|成|:)*[\s:：]*/u, '')
    .replace(/[\s.。!]*(?:please|谢谢)?$/u, '');
  if (/^(?:en|eng|english|英文|英语)$/u.test(words)) return 'en';
  if (/^(?:zh-hans|simplified(?: chinese)?|简体(?:中文)?|简中|普通话)$/u.test(words)) return 'zh-Hans';
  if (/^(?:zh-hant|traditional(?: chinese)?|chinese|繁体(?:中文)?|中文|繁中|广东话)$/u.test(words)) return 'zh-Hant';
  return undefined;
}
