import type { LetterPart } from '#src/domain/letter/side.ts';
import { type Finding, isSure } from '#src/domain/record/finding.ts';
import type { LetterAsked } from '#src/ports/letters.ts';
import { type Tongue, writtenTime } from './tongue.ts';

type Of<Type extends Finding['type']> = Extract<Finding, { type: Type }>;

/** The parts of a letter in the order a reader needs them: danger, why, what for, then the rest (clinical notes, referral.md 1). */
export function partsOf(asked: LetterAsked, tongue: Tongue): readonly LetterPart[] {
  const { say } = tongue;
  const { content, hidden } = asked;
  const prose = (heading: string, words: string | undefined, weight?: 'strong'): readonly LetterPart[] =>
    words ? [{ kind: 'prose', heading, words, ...(weight ? { weight } : {}) }] : [];
  const list = (heading: string, items: readonly string[]): readonly LetterPart[] =>
    items.length > 0 ? [{ kind: 'list', heading, items: [...new Set(items)] }] : [];
  const consent = content.consent;
  return [
    allergies(asked, tongue),
    ...prose(say('reason'), content.reason, 'strong'),
    ...prose(say('question'), content.question, 'strong'),
    ...prose(say('expected'), content.expected && say(`expected.${content.expected}`)),
    ...list(
      say('problems'),
      of(content.findings, 'problem').map((one) => problem(one, tongue)),
    ),
    medicines(asked, tongue),
    ...results(asked, tongue),
    ...list(
      say('findings'),
      of(content.findings, 'procedure', 'encounter', 'image', 'instruction').map((one) => plain(one, tongue)),
    ),
    ...prose(say('history'), content.history),
    ...list(
      say('files'),
      content.uploads.map(({ kind, addedAt }) => `${say(`file.${kind}`)} · ${writtenTime(addedAt)}`),
    ),
    ...prose(say('consent'), consent?.given ? say(`consent.${consent.how}`) : say('consent.no')),
    ...(hidden.length > 0 ? [note(say('hidden'))] : []),
    ...(content.outcome || content.updates?.length ? [note(say('later'))] : []),
  ];
}

const note = (words: string): LetterPart => ({ kind: 'note', heading: '', words });

const of = <Type extends Finding['type']>(
  findings: readonly Finding[],
  ...types: readonly Type[]
): readonly Of<Type>[] =>
  // The type was looked at in the same breath.
  findings.filter(({ type }) => types.some((one) => one === type)) as unknown as readonly Of<Type>[];

const joined = (...texts: readonly (string | undefined | false)[]): string =>
  texts.filter((one) => typeof one === 'string' && one !== '').join(' · ');

const doubt = (one: Finding, { say }: Tongue): string | false => !isSure(one) && say('unsure');
const status = ({ status: said }: Finding, { say }: Tongue): string | false =>
  said !== 'present' && say(`status.${said}`);

function allergies({ content, hidden }: LetterAsked, tongue: Tongue): LetterPart {
  const { say, name } = tongue;
  const items = of(content.findings, 'allergy')
    .filter((one) => one.status === 'present' || one.name !== 'any drug')
    .map((one) => ({
      name: name(one.name),
      detail: joined(
        one.reaction,
        one.severity && say(`severity.${one.severity}`),
        one.course && say(`course.${one.course}`),
        status(one, tongue),
        doubt(one, tongue),
      ),
    }));
  const heading = say('allergies');
  if (items.length > 0) return { kind: 'allergies', heading, items: unique(items) };
  const said = content.allergiesSaid;
  const sentence = hidden.includes('allergies')
    ? 'allergies.hidden'
    : said === 'given'
      ? 'allergies.not-said'
      : (`allergies.${said}` as const);
  return { kind: 'allergies', heading, items: [], sentence: say(sentence) };
}

const unique = <One extends object>(all: readonly One[]): readonly One[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

const problem = (one: Of<'problem'>, tongue: Tongue): string =>
  joined(
    tongue.name(one.name),
    one.whose === 'family' && tongue.say('family'),
    one.since && `${tongue.say('since')} ${one.since}`,
    one.course && one.course !== 'active' && tongue.say(`course.${one.course}`),
    status(one, tongue),
    doubt(one, tongue),
  );

const plain = (one: Of<'procedure' | 'encounter' | 'image' | 'instruction'>, tongue: Tongue): string =>
  joined(tongue.name(one.name), one.value, one.at && dayOf(one.at), status(one, tongue), doubt(one, tongue));

/** A day stays a day: only what has an hour is shown with one. */
const dayOf = (at: string): string => (/T\d/.test(at) ? writtenTime(at) : at);

function medicines({ content, hidden }: LetterAsked, tongue: Tongue): LetterPart {
  const { say, name } = tongue;
  const taken = of(content.findings, 'medication').filter((one) => one.status === 'present' || one.name !== 'none');
  const heading = say('medicines');
  if (taken.length === 0) {
    const said = content.medicationsSaid;
    const sentence = hidden.includes('medicines')
      ? 'medicines.hidden'
      : said === 'given'
        ? 'medicines.not-said'
        : (`medicines.${said}` as const);
    return { kind: 'prose', heading, words: say(sentence) };
  }
  const rows = taken.map((one) => ({
    cells: [
      name(one.name),
      one.dose ?? '',
      joined(one.frequency, one.route, one.duration),
      joined(
        say(`course.${one.course}`),
        one.at && `${say('since')} ${dayOf(one.at)}`,
        one.until && `${say('until')} ${dayOf(one.until)}`,
        status(one, tongue),
        doubt(one, tongue),
      ),
    ],
    strong: one.course !== 'current',
  }));
  return {
    kind: 'table',
    heading,
    columns: [say('medicine'), say('dose'), say('how'), say('course')],
    widths: [0.34, 0.16, 0.22, 0.28],
    rows: unique(rows),
  };
}

function results({ content }: LetterAsked, tongue: Tongue): readonly LetterPart[] {
  const { say, name } = tongue;
  const found = of(content.findings, 'result', 'vital');
  if (found.length === 0) return [];
  const rows = found.map((one) => ({
    cells: [
      name(one.name),
      joined(
        [one.value, one.unit].filter((each) => each !== undefined).join(' '),
        one.flag && one.flag !== 'normal' && say(`flag.${one.flag}`),
        status(one, tongue),
        doubt(one, tongue),
      ),
      one.range ?? '',
      one.at ? dayOf(one.at) : '',
    ],
    strong: one.flag !== undefined && one.flag !== 'normal',
  }));
  return [
    {
      kind: 'table',
      heading: say('results'),
      columns: [say('test'), say('value'), say('range'), say('taken')],
      widths: [0.32, 0.34, 0.16, 0.18],
      rows: unique(rows),
    },
  ];
}
