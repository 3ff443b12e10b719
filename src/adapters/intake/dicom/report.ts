import type { Finding } from '#src/domain/record/finding.ts';
import type { DataSet } from './elements.ts';
import { personName } from './identity.ts';
import { itemsOf, textOf, textsOf } from './values.ts';

/** The words of a structured report, line by line, and the numbers and codes that stand in it. Spans point into `text`. */
export type Report = { readonly text: string; readonly findings: readonly Finding[]; readonly title?: string };

type Line = {
  readonly depth: number;
  readonly concept?: string;
  readonly words: string;
  readonly item: DataSet;
  readonly type: string;
  /** It stands in a group that measures a part of the body, so its finding is no disease. */
  readonly isAnatomy: boolean;
  /** It stands in a group of measurements (DCM 125007), where a finding names what was measured: a lesion, or a healthy part. */
  readonly isMeasured: boolean;
};

const deepest = 24;
const mostLines = 20_000;

/**
 * Reads the content tree of a Structured Report (PS3.3 section C.17.3). Context of observers and languages stays out of the text. Of the items, those that
 * `tells` lets through become findings; all of them are text.
 */
export function readReport(dataset: DataSet, tells: (item: DataSet) => boolean = () => true): Report {
  const title = meaningOf(itemsOf(dataset, '0040a043')[0]);
  const lines: Line[] = [];
  walk(dataset, 0, lines);
  let text = title === undefined ? '' : `${title}\n`;
  const findings: Finding[] = [];
  for (const line of lines) {
    const before = `${text}${'  '.repeat(Math.max(0, line.depth - 1))}`;
    const written = [line.concept, line.words].filter((each) => each !== undefined && each !== '').join(': ');
    text = `${before}${written}\n`;
    if (tells(line.item)) findings.push(...findingIn(line, [before.length, before.length + written.length], written));
  }
  return { text: text.trimEnd(), findings, ...(title === undefined ? {} : { title }) };
}

function walk(item: DataSet, depth: number, lines: Line[]): void {
  if (depth > deepest || lines.length > mostLines) return;
  const children = itemsOf(item, '0040a730');
  const isAnatomy = children.some(
    (child) => /anatom/iu.test(wordsOf(child, 'CODE')) && conceptOf(child) === 'Finding category',
  );
  const isMeasured = codedAs(item, '125007');
  for (const child of children) {
    const relation = textOf(child, '0040a010') ?? '';
    const type = textOf(child, '0040a040') ?? '';
    const concept = conceptOf(child);
    const words = wordsOf(child, type);
    if (relation !== 'HAS OBS CONTEXT' && relation !== 'HAS CONCEPT MOD' && (words !== '' || type === 'CONTAINER'))
      lines.push({
        depth: depth + 1,
        words,
        item: child,
        type,
        isAnatomy,
        isMeasured,
        ...(concept === undefined ? {} : { concept }),
      });
    walk(child, depth + 1, lines);
  }
}

const codedAs = (item: DataSet, code: string): boolean => {
  const name = itemsOf(item, '0040a043')[0];
  return name !== undefined && textOf(name, '00080100') === code && textOf(name, '00080102') === 'DCM';
};

const conceptOf = (item: DataSet): string | undefined => meaningOf(itemsOf(item, '0040a043')[0]);
const meaningOf = (code: DataSet | undefined): string | undefined =>
  code === undefined ? undefined : textOf(code, '00080104');

function wordsOf(item: DataSet, type: string): string {
  switch (type) {
    case 'TEXT':
      return textOf(item, '0040a160')?.replace(/\r\n?/gu, '\n') ?? '';
    case 'CODE':
      return meaningOf(itemsOf(item, '0040a168')[0]) ?? '';
    case 'NUM': {
      const { value, unit } = measured(item);
      return [value, unit].filter((each) => each !== undefined).join(' ');
    }
    case 'PNAME':
      return personName(textOf(item, '0040a123')).plain ?? '';
    case 'DATE':
      return textOf(item, '0040a121') ?? '';
    case 'TIME':
      return textOf(item, '0040a122') ?? '';
    case 'DATETIME':
      return textOf(item, '0040a120') ?? '';
    default:
      return '';
  }
}

function measured(item: DataSet): { value?: string; unit?: string } {
  const number = itemsOf(item, '0040a300')[0];
  if (number === undefined) return {};
  const value = textsOf(number, '0040a30a')[0];
  const code = itemsOf(number, '004008ea')[0];
  const unit = code === undefined ? undefined : textOf(code, '00080100');
  return { ...(value === undefined ? {} : { value }), ...(unit === undefined || unit === '1' ? {} : { unit }) };
}

const codeOf = (code: DataSet | undefined, scheme: RegExp): { code?: string } => {
  const value = code === undefined ? undefined : textOf(code, '00080100');
  return value !== undefined && scheme.test(textOf(code ?? noData, '00080102') ?? '') ? { code: value } : {};
};
const noData: DataSet = { elements: new Map(), littleEndian: true, charsets: [] };

/** Left and right of one measurement are two: its side is part of its name. */
const sideOf = (item: DataSet): string | undefined =>
  itemsOf(item, '0040a730')
    .filter((child) => /^(?:finding site )?laterality$/iu.test(conceptOf(child) ?? ''))
    .map((child) => wordsOf(child, 'CODE').toLowerCase())
    .find((words) => /^(?:left|right|both|bilateral)/u.test(words));

/** Concepts whose coded value is something the patient has (PS3.16 DCM 121071, 121073, 121077 and words used for them). */
const saysProblem = /^(?:finding|diagnosis|impression|conclusion|problem|clinical finding)$/iu;

/** Words for what no healthy body has. */
const isLesion =
  /\b(?:nodules?|mass(?:es)?|lesions?|tumou?rs?|neoplasms?|\w+omas?|cysts?|metastas[ei]s|abscess|calcifications?|aneurysms?|stenos[ei]s|fractures?|ha?emorrhages?|infarct(?:ion)?s?|thromb(?:us|osis)|embol(?:us|ism)|effusions?|opacit(?:y|ies)|consolidations?|polyps?|plaques?|emphysema|oedema|edema)\b/iu;

/** What an item says of whether it is there at all, in its own properties (PS3.16 CID 240 and words used for it). */
function presenceOf(item: DataSet): 'present' | 'absent' | 'unknown' {
  for (const child of itemsOf(item, '0040a730')) {
    const words = wordsOf(child, textOf(child, '0040a040') ?? '');
    if (!/presence|existence|certainty|status of finding/iu.test(conceptOf(child) ?? '')) continue;
    if (/^(?:absent|absence|no|none|not (?:present|seen|detected|found)|negative|ruled out|excluded)\b/iu.test(words))
      return 'absent';
    if (/^(?:unknown|undetermined|indeterminate|not (?:known|assessed|evaluated)|uncertain)\b/iu.test(words))
      return 'unknown';
  }
  return 'present';
}

function findingIn(
  { concept, words, item, type, isAnatomy, isMeasured }: Line,
  span: readonly [number, number],
  text: string,
): Finding[] {
  const source = { span, text, tag: '(0040,A730)' } as const;
  const name = itemsOf(item, '0040a043')[0];
  if (type === 'NUM' && concept !== undefined) {
    const { value, unit } = measured(item);
    if (value === undefined) return [];
    const plain = Number(value);
    return [
      {
        type: 'result',
        name: [concept, sideOf(item)].filter((each) => each !== undefined).join(', '),
        ...codeOf(name, /^LN$/u),
        value: Number.isFinite(plain) ? `${plain}` : value,
        ...(unit === undefined ? {} : { unit }),
        status: 'present',
        confidence: 0.95,
        source,
      },
    ];
  }
  const isHealthy = isAnatomy || (isMeasured && !isLesion.test(words));
  if (type === 'CODE' && concept !== undefined && saysProblem.test(concept) && words !== '' && !isHealthy)
    return [
      {
        type: 'problem',
        name: words,
        ...codeOf(itemsOf(item, '0040a168')[0], /^(?:I10|ICD-?10)/u),
        whose: 'patient',
        status: presenceOf(item),
        confidence: 0.85,
        source,
      },
    ];
  return [];
}
