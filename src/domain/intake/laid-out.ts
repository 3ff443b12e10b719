import { foldWord } from '../reading/folding.ts';
import { readNote } from '../reading/read-note.ts';
import type { Finding, SourcePlace } from '../record/finding.ts';
import type { PatientIdentity } from './document.ts';
import { patientFrom } from './patient.ts';
import { mergeTellings, withoutRepeats } from './prose.ts';
import { type Cell, type Row, readTables, resultIn } from './tables.ts';
import type { Tools } from './tools.ts';

/** One line as it stands on the page: its words, where they are, and its cells where it may be a row of a table. */
export type Line = {
  readonly text: string;
  readonly place: SourcePlace;
  readonly cells?: readonly Cell[];
  readonly indent?: number;
};

/** What lines and tables say together. `patients` counts whom they seem to speak of. */
export type LaidOut = {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly patient?: PatientIdentity;
  readonly patients: number;
};

/** Reads a document that is laid out in lines and tables: tables by their headings, everything else as a letter. */
export function readLaidOut(tools: Tools, lines: readonly Line[]): LaidOut {
  const rows = lines.map((line): Row => line.cells ?? []);
  const tables = readTables(tools, rows);
  const loose = lines.flatMap((line, index) =>
    tables.used.has(index) && rows[index]?.length ? [] : looseRow(tools, line, index),
  );
  const taken = new Set([...tables.rowsOf.keys(), ...loose.map(({ index }) => index)]);
  const starts: number[] = [];
  let text = '';
  for (const line of lines) {
    starts.push(text.length);
    text += `${line.text}\n`;
  }
  const margins = marginsOf(lines);
  // What a table has said is not read a second time as words; blanks keep every place where it was.
  const rest = lines
    .map((line, index) => {
      const words = taken.has(index) ? ' '.repeat(line.text.length) : line.text;
      return `${words}${!taken.has(index) && goesOn(line, lines[index + 1], margins) ? bond(line, lines[index + 1]) : '\n'}`;
    })
    .join('');
  const note = readNote(tools.lexicon, rest, { now: tools.now });
  const told = note.findings.filter(isSense).map((finding) => placed(unbonded(finding), lines, starts));
  const fromTables = [...tables.rowsOf, ...loose.map(({ index, finding }) => [index, [finding]] as const)]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, found]) => found);
  const age = ageIn(text);
  const patient = patientFrom(told, age);
  const identity = told.filter(({ type }) => type === 'identity');
  return {
    text,
    findings: [
      ...identity,
      ...mergeTellings(
        withoutRepeats(
          fromTables,
          told.filter(({ type }) => type !== 'identity'),
        ),
      ),
    ],
    ...(patient === undefined ? {} : { patient }),
    patients: note.patients,
  };
}

const noMedicine =
  /^(?:at|by|for|one|two|three|half|take|takes|each|every|with|tablets?|capsules?|please|follow|page|ref|no|phone|tel|fax|room|ward|bed|floor|flat|road|street|block|date|time|the|a|an|in|on|of|or|and|plus|his|her|he|she|this|that|total|score|grade|stage|class|type|level|size|dose|age|aged|approximately|about|around|per|up|was|is|repeat|recheck|wound|site|left|right)\b/iu;

/** A word that stands where a drug would and is plainly none says nothing. */
const isSense = (finding: Finding): boolean =>
  !(
    finding.type === 'medication' &&
    finding.ingredients === undefined &&
    finding.confidence < 0.5 &&
    noMedicine.test(finding.name)
  );

type Margins = { readonly right: number; readonly longest: number };
const marginsOf = (lines: readonly Line[]): Margins => ({
  right: Math.max(0, ...lines.map(({ place: { box } }) => (box === undefined ? 0 : box[0] + box[2]))),
  longest: Math.max(0, ...lines.map(({ text }) => text.length)),
});

const startsAnew = /^\s*(?:[-•*·●▪o]\s|\(?\d{1,2}[.)]\s|[a-z][.)]\s|[\p{L} /()]{2,32}[:：])/iu;

/** Holds two halves of a broken word together; a reader does not see it. */
const joiner = '\u2060';
/** Chinese is broken anywhere, other words behind a hyphen or a stroke: there nothing stands between the halves. */
const bond = (line: Line, next: Line | undefined): string =>
  (/\p{Script=Han}$/u.test(line.text) && /^\p{Script=Han}/u.test(next?.text ?? '')) ||
  (/[\p{L}\d][-/]$/u.test(line.text) && /^\p{L}/u.test(next?.text ?? ''))
    ? joiner
    : ' ';
/** As it was written, without what held a broken word together. */
function unbonded(finding: Finding): Finding {
  const { text } = finding.source;
  return {
    ...finding,
    name: finding.name.replaceAll(joiner, ''),
    source: { ...finding.source, ...(text === undefined ? {} : { text: text.replaceAll(joiner, '') }) },
  } as Finding;
}

const beginsStatement =
  /^\s*(?:Stop(?:ped)?|Started?|Increased?|Decreased?|Reduced?|Changed?|Continued?|Discontinued?|H(?:o|e)ld|Withhold|Given|Denies|No(?:t)?|Allerg\p{L}*|Tab(?:let)?s?|Cap(?:sule)?s?|Inj|Syr|Past|Family|Social|Plan|Imp|Dx|Rx|PMH|NKDA)\b/u;

/** A line that was only broken by the margin goes on in the next. A list, a heading or a short line does not. */
function goesOn(line: Line, next: Line | undefined, { right, longest }: Margins): boolean {
  if (next === undefined || line.text.trim() === '' || next.text.trim() === '') return false;
  if (startsAnew.test(next.text) && !/^\s*-\s+takes?\b/iu.test(next.text) && !/[,;]\s*$/u.test(line.text)) return false;
  if (/[:：]\s*$/u.test(line.text)) return false;
  const [box, below] = [line.place.box, next.place.box];
  const full =
    box === undefined
      ? longest <= 160 && line.text.length >= Math.max(50, longest * 0.75)
      : box[0] + box[2] >= right * 0.85;
  if (!full || (line.cells?.filter(({ text }) => text !== '').length ?? 0) > 2) return false;
  if (box !== undefined && below !== undefined && (line.place.page !== next.place.page || below[0] < box[0] - 0.08))
    return false;
  if (beginsStatement.test(next.text)) return false;
  return box !== undefined || /^\s*[a-z(\d\p{Script=Han}]/u.test(next.text) || !/[.;!?。]\s*$/u.test(line.text);
}

/** A finding of the letter, with the page and the box of its line. */
function placed(finding: Finding, lines: readonly Line[], starts: readonly number[]): Finding {
  const [from] = finding.source.span ?? [];
  if (from === undefined) return finding;
  let index = 0;
  while (index + 1 < starts.length && (starts[index + 1] ?? 0) <= from) index += 1;
  return { ...finding, source: { ...lines[index]?.place, ...finding.source } };
}

const number = /^(?:[hl*↑↓]{1,2}\s+)?[<>≤≥]?\s?-?\d+(?:[.,]\d+)?(?:\s?[hl*↑↓]{1,2})?(?:\s.*)?$/iu;
const range =
  /^[([]?\s*(?:[<>≤≥]=?\s?\d+(?:\.\d+)?|-?\d+(?:\.\d+)?\s?(?:-|–|—|to|~)\s?\d+(?:\.\d+)?)(?:\s?[a-z%/µ^0-9*]+)?\s*[)\]]?$/iu;
const unit =
  /^(?:%|x?\s?10\s?[\^*]?\s?\d{1,2}\s?\/\s?[a-z]+|[munpµμk]?(?:g|mol|l|iu|u|eq|pa)(?:\/[a-z0-9.]+)*|[a-zµμ]{1,5}\/[a-z0-9.^]{1,10}(?:\/[\d.]+\s?m[2²^]*)?|fl|pg|s|sec|secs|seconds|ratio|mmhg|bpm|\/min|cm|kg|°?c|mm\/hr?)$/iu;

/** A result on a line of its own, without a heading above: name, value, then unit, range and mark in any order. */
function looseRow(tools: Tools, line: Line, index: number): { index: number; finding: Finding }[] {
  const cells = (line.cells ?? []).filter(({ text }) => text.trim() !== '');
  const [name, value, ...others] = cells;
  if (name === undefined || value === undefined) return [];
  const plain = name.text.trim().replace(/[:：]$/u, '');
  const isKnown = tools.coder.test(plain) !== undefined || tools.coder.vital(plain) !== undefined;
  if (
    !isKnown ||
    !number.test(value.text.trim()) ||
    (range.test(value.text.trim()) && others.length > 0 && number.test(others[0]?.text.trim() ?? ''))
  )
    return [];
  const said = (pattern: RegExp) => others.find(({ text }) => pattern.test(text.trim()))?.text.trim();
  const [unitSaid, rangeSaid, flagSaid] = [
    said(unit),
    said(range),
    said(/^(?:[hl]{1,2}|\*+|↑+|↓+|high|low|normal|abnormal|正常|偏高|偏低)$/iu),
  ];
  const finding = resultIn(tools, plain, value, {
    ...(unitSaid === undefined ? {} : { unit: unitSaid }),
    ...(rangeSaid === undefined ? {} : { range: rangeSaid }),
    ...(flagSaid === undefined ? {} : { flag: flagSaid }),
  });
  return finding === undefined
    ? []
    : [{ index, finding: { ...finding, source: { ...line.place, ...finding.source } } }];
}

const ages =
  /(?:\bage(?:d)?\s?[:：]?\s?|年齡\s?[:：]?\s?)(\d{1,3})(?!\d|[./-]\d)|\b(\d{1,3})[ -]?(?:year[s]?[ -]old|y\/o|yo\b|yr[s]?[ -]old)|(\d{1,3})\s?歲/iu;

export function ageIn(text: string): number | undefined {
  const match = ages.exec(text.slice(0, 4000));
  const age = Number(match?.[1] ?? match?.[2] ?? match?.[3]);
  return match !== null && age <= 120 ? age : undefined;
}

/** Is this row the heading of a table? */
export const isHeading = (tools: Tools, texts: readonly string[]): boolean =>
  texts.length >= 2 &&
  readTables(tools, [texts.map((text) => ({ text, place: {} }))]).used.size === 1 &&
  texts.some((text) => foldWord(text) !== '');
