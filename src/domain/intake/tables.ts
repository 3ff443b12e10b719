// Longer than most files: one table at a time, each kind of row beside the others it must be told from.
import { readDate } from '../identity/birth-date.ts';
import { foldWord } from '../reading/folding.ts';
import { flagFor, readMeasured, withPoint } from '../reading/measured.ts';
import type { Finding, SourcePlace } from '../record/finding.ts';
import { type Role, roleOf } from './columns.ts';
import { dosingAnywhere, routeOf, strengthIn } from './dosing.ts';
import { isDay } from './instants.ts';
import type { Tools } from './tools.ts';
import { tidyUnit } from './units.ts';

export type Cell = { readonly text: string; readonly place: SourcePlace };
export type Row = readonly Cell[];
/** What a table says. `used` are the rows that were understood; the others are words. `patients`: which patient each row names, if any. */
export type TableRead = {
  readonly findings: readonly Finding[];
  readonly used: ReadonlySet<number>;
  readonly rowsOf: ReadonlyMap<number, readonly Finding[]>;
};

type Column = { readonly role: Role; readonly unit?: string; readonly date?: string };
type Layout = {
  readonly columns: readonly (Column | undefined)[];
  readonly wide?: readonly (WideColumn | undefined)[];
};
type WideColumn = { readonly name: string; readonly unit?: string };

const keys: readonly Role[] = ['test', 'drug', 'allergen', 'problem', 'procedure'];

/** Finds tables among rows by their headings and reads them: results, medicines, allergies, problems, in either language. */
export function readTables(tools: Tools, rows: readonly Row[]): TableRead {
  const findings: Finding[] = [];
  const used = new Set<number>();
  const rowsOf = new Map<number, readonly Finding[]>();
  let layout: Layout | undefined;
  for (const [index, row] of rows.entries()) {
    const next = layoutOf(tools, row);
    if (next !== undefined) {
      layout = next;
      used.add(index);
      continue;
    }
    if (row.every(({ text }) => text.trim() === '')) {
      // An empty row ends a table only when what follows has another shape; the rows behind decide by themselves.
      used.add(index);
      continue;
    }
    if (layout === undefined) continue;
    const longer = rowsOf.has(index - 1)
      ? withName(tools, layout.columns, row, rowsOf.get(index - 1) ?? [])
      : undefined;
    if (longer !== undefined) {
      findings.splice(-longer.length, longer.length, ...longer);
      rowsOf.set(index - 1, longer);
      used.add(index);
      continue;
    }
    const found = layout.wide ? wideRow(tools, layout.wide, layout.columns, row) : rowIn(tools, layout.columns, row);
    if (found.length === 0) continue;
    findings.push(...found);
    rowsOf.set(index, found);
    used.add(index);
  }
  return { findings, used, rowsOf };
}

/** "Alanine" over "aminotransferase": the second line of a name, when only both together are a test we know. */
function withName(
  tools: Tools,
  columns: Layout['columns'],
  row: Row,
  before: readonly Finding[],
): readonly Finding[] | undefined {
  const filled = row.flatMap(({ text }, at) =>
    text.trim() === '' ? [] : [{ text: text.trim(), role: columns[at]?.role }],
  );
  const [rest] = filled;
  if (filled.length !== 1 || rest?.role !== 'test') return undefined;
  const longer = before.flatMap((finding) => {
    if (finding.type !== 'result' || finding.code !== undefined) return [];
    const name = `${finding.name} ${rest.text}`;
    const known = tools.coder.test(name);
    return known === undefined
      ? []
      : [{ ...finding, name, ...(known.loinc === undefined ? {} : { code: known.loinc }), confidence: 0.9 }];
  });
  return longer.length === before.length && longer.length > 0 ? longer : undefined;
}

function layoutOf(tools: Tools, row: Row): Layout | undefined {
  const filled = row.filter(({ text }) => text.trim() !== '');
  if (filled.length < 2) return undefined;
  const columns = row.map(({ text }) => columnOf(text));
  const roles = columns.flatMap((each) => (each === undefined ? [] : [each.role]));
  const dated = columns.filter((each) => each?.date !== undefined).length;
  const key = keys.find((each) => roles.includes(each));
  if (key !== undefined && (roles.length >= 2 || dated >= 1) && roles.length >= filled.length / 2) {
    // "Allergy | Reaction": yes; "Diagnosis: | Date:" of a letter head: only with a row under it, so this is left to the rows.
    if (key === 'test' && !roles.includes('value') && dated === 0) {
      const last = columns.map((each) => each?.role).lastIndexOf('test');
      const free = columns.findIndex((each, at) => each === undefined && at > last);
      return free === -1 ? undefined : { columns: columns.map((each, at) => (at === free ? { role: 'value' } : each)) };
    }
    return { columns };
  }
  const wide = row.map(({ text }): WideColumn | undefined => {
    const unit = /[([]([^)\]]+)[)\]]\s*$/u.exec(text)?.[1];
    const name = text.replace(/[([][^)\]]*[)\]]\s*$/u, '').trim();
    const known = tools.coder.test(name) ?? tools.coder.vital(name);
    return known === undefined || /\d{3,}/u.test(name) ? undefined : { name, ...(unit === undefined ? {} : { unit }) };
  });
  const named = wide.filter((each) => each !== undefined).length;
  return named >= 2 && named + roles.length >= filled.length * 0.6 ? { columns, wide } : undefined;
}

function columnOf(text: string): Column | undefined {
  const folded = foldWord(text);
  const role = roleOf(folded);
  const unit = /[([]([^)\]]+)[)\]]\s*$/u.exec(text)?.[1];
  if (role !== undefined) return { role, ...(unit === undefined ? {} : { unit }) };
  const date = dateIn(folded);
  return date === undefined ? undefined : { role: 'value', date };
}

/** `2026-01-05`, `05/01/2026`, `5 Jan 2026`, a year alone left out. */
export function dateIn(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/\s+\d{1,2}:\d{2}(?::\d{2})?$/u, '')
    .replace(/t\d{2}:.*$/iu, '');
  if (/^\d{4}$/u.test(plain)) return undefined;
  const compact = /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
  if (compact !== null) {
    const iso = `${compact[1]}-${compact[2]}-${compact[3]}`;
    return isDay(iso) ? iso : undefined;
  }
  return readDate(plain)?.iso;
}

const none = /^(?:-+|–+|—+|n\/?a|nil|none|\.)?$/iu;

function rowIn(tools: Tools, columns: Layout['columns'], row: Row): Finding[] {
  const found = rowRead(tools, columns, row);
  const filled = row.filter(({ text }) => text.trim() !== '').length;
  const wide = columns.filter((each) => each !== undefined).length > 1;
  // A lone line under a table is more likely a sentence than a row, unless it names what the table is of.
  return filled > 1 || !wide
    ? found
    : found.filter((each) => each.status !== 'present' || ('ingredients' in each && each.ingredients !== undefined));
}

function rowRead(tools: Tools, columns: Layout['columns'], row: Row): Finding[] {
  const of = (role: Role): Cell | undefined => row.find((_cell, at) => columns[at]?.role === role);
  const text = (role: Role): string => {
    const words = of(role)?.text.trim() ?? '';
    return none.test(words) && role !== 'value' && role !== 'allergen' && role !== 'drug' ? '' : words;
  };
  const has = (role: Role): boolean => columns.some((each) => each?.role === role);
  if (has('drug') && !has('test')) return drugRow(tools, of('drug'), text);
  if (has('allergen')) return allergyRow(tools, of('allergen'), text);
  if (has('test')) return testRow(tools, columns, row, of('test'), text);
  if (has('problem')) return problemRow(tools, of('problem'), text);
  const procedure = of('procedure');
  if (procedure === undefined || procedure.text.trim() === '') return [];
  const at = dateIn(text('date').toLowerCase());
  return [
    {
      type: 'procedure',
      name: procedure.text.trim(),
      ...(at === undefined ? {} : { at }),
      status: 'present',
      confidence: 0.85,
      source: placed(procedure),
    },
  ];
}

const placed = (cell: Cell): SourcePlace => ({ ...cell.place, text: cell.text.trim() });

type Say = (role: Role) => string;

function testRow(tools: Tools, columns: Layout['columns'], row: Row, test: Cell | undefined, text: Say): Finding[] {
  if (test === undefined || test.text.trim() === '' || /^\d[\d.,/ -]*$/u.test(test.text.trim())) return [];
  const isKnown = tools.coder.test(test.text.trim()) !== undefined || tools.coder.vital(test.text.trim()) !== undefined;
  if (!isKnown && isFurniture(test.text)) return [];
  const values = row.flatMap((cell, at) =>
    columns[at]?.role === 'value' && cell.text.trim() !== '' ? [{ cell, column: columns[at] }] : [],
  );
  return values.flatMap(({ cell, column }) => {
    const date = column?.date ?? dateIn(text('date').toLowerCase());
    const { unit, range, flag } = byShape(
      text('unit'),
      text('range') || limits(text('low'), text('high')),
      text('flag'),
    );
    const said = {
      unit: unit || column?.unit || '',
      range,
      flag: flag || (flagFor(foldWord(text('status'))) ? text('status') : ''),
      code: text('code'),
      at: date,
    };
    const found = resultIn(tools, test.text.trim(), cell, said);
    if (found === undefined) return [];
    // A test nobody knows with words for a value, a number of a file or a unit that is a sentence is no sure result.
    const isDoubtful =
      !isKnown && (isNumberOfAFile.test(cell.text.trim()) || !isUnitShaped(said.unit) || isOnlyWords(cell.text));
    return isDoubtful && said.code === '' ? { ...found, confidence: Math.min(found.confidence, 0.5) } : found;
  });
}

/** What a printed page says around its tables: whom to call, which page, whose form it is. */
const furniture =
  /\b(?:patient|account|specimen (?:no|number|id|type)|physician|doctor|phone|tel|fax|address|page|reports?|corporation|inquir\w*|confidential|copyright|fasting|age|date (?:of|and|entered|reported|collected)|npi|branch|rights reserved|signature|comments?)\b|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{1,2}:\d{2}|病人|醫生|電話|地址|頁|報告日期/iu;
const isFurniture = (words: string): boolean => !/\p{L}{2}/u.test(words) || furniture.test(words);
const isNumberOfAFile = /^\d+[-−–/]\d+[-−–/]|^\d{5,}$/u;
const isUnitShaped = (unit: string): boolean =>
  unit === '' || (unit.length <= 20 && (unit.match(/[a-z]{5,}/giu) ?? []).length < 2 && !/^[-−–/.\d]+$/u.test(unit));
const saidInWords =
  /^(?:\W*)(?:pos|neg|reactive|non|not? |nil|none|normal|abnormal|detected|present|absent|trace|clear|yellow|turbid|rare|few|moderate|many|high|low|equivocal|borderline|indeterminate|pending|\+|陽|陰|正常|異常|無|有|未)/iu;
const isOnlyWords = (value: string): boolean => !/\d/u.test(value) && !saidInWords.test(value.trim());

/** The limits in two columns of their own. */
const limits = (low: string, high: string): string =>
  /^\d[\d.,]*$/u.test(low) && /^\d[\d.,]*$/u.test(high) ? `${low}-${high}` : '';

const rangeShape = /^[([]?\s*(?:[<>≤≥]=?\s?\d+(?:\.\d+)?|-?\d+(?:\.\d+)?\s?(?:-|–|—|to|~)\s?\d+(?:\.\d+)?)\s*[)\]]?$/u;

/** A cell that slid under its neighbour's heading is known by its shape: a range is no unit, a unit is no mark. */
function byShape(unit: string, range: string, flag: string): { unit: string; range: string; flag: string } {
  const [slid, rest] = rangeShape.test(unit) && range === '' ? [unit, ''] : [range, unit];
  const isMark = flag === '' || flagFor(foldWord(flag)) !== undefined;
  return rest === '' && !isMark && /[%/]|^(?:fl|pg|s|ratio)$/iu.test(flag)
    ? { unit: flag, range: slid, flag: '' }
    : { unit: rest, range: slid, flag };
}

export type ResultWords = {
  readonly unit?: string;
  readonly range?: string;
  readonly flag?: string;
  readonly code?: string;
  readonly at?: string | undefined;
};

const pendingWord =
  /^(?:pending|to follow|awaited|awaiting.*|in progress|not yet.*|tbc|待報告|待覆|未有結果|進行中|未完成|處理中)$/iu;

/** One result from the cells that say it. A cell that holds no value says nothing, and nothing is made up. */
export function resultIn(tools: Tools, name: string, cell: Cell, said: ResultWords): Finding | undefined {
  const words = cell.text.trim();
  if (none.test(words)) return undefined;
  const [, bare = name, inName] = /^(.*?)\s*[([]([^()[\]]*)[)\]]\s*$/u.exec(name) ?? [];
  const unitInName =
    inName !== undefined && /[/%^]|mmol|mol|kpa|mmhg|^fl$|^pg$|^s$/iu.test(inName) ? inName : undefined;
  const plain = unitInName === undefined ? name : bare;
  const loinc = /^\d{1,6}-\d$/u.test(said.code ?? '') ? said.code : undefined;
  const vital = tools.coder.vital(plain, loinc);
  const test = tools.coder.test(plain, loinc);
  const code = loinc ?? vital?.loinc ?? test?.loinc;
  const base = {
    type: vital === undefined ? ('result' as const) : ('vital' as const),
    name: plain,
    ...(code === undefined ? {} : { code }),
    source: placed(cell),
  };
  const at = said.at === undefined ? {} : { at: said.at };
  if (pendingWord.test(words)) return { ...base, ...at, status: 'pending', confidence: 0.95 };
  const pressure = /^(\d{2,3}\s?\/\s?\d{2,3})\s*(mm\s?hg)?$/iu.exec(words);
  const metric = /(?:°\s?F|lbs?|['"]|\bin\b|\bft\b)[^(]*\((\d+(?:\.\d+)?)\s?(°?\s?C|kg|cm|m)\)/u.exec(words);
  // Printed in both: the unit used here counts.
  if (metric !== null)
    return resultIn(tools, name, { ...cell, text: `${metric[1]} ${metric[2]}` }, { ...said, unit: '' });
  const folded = foldWord(words);
  const measured = pressure ? undefined : readMeasured(` ${folded.replace(/^([hl])\s+(?=[<>]?\d)/u, '')}`);
  const isNumber = measured !== undefined && /\d/u.test(measured.value);
  const value = pressure?.[1]?.replace(/\s/gu, '') ?? (isNumber ? measured.value : words);
  const rest = isNumber
    ? withPoint(folded)
        .slice(withPoint(folded).indexOf(measured.value) + measured.value.length)
        .trim()
    : '';
  const unit = tidyUnit(
    said.unit || unitInName || (isNumber ? (measured.unit ?? unitLike(rest)) : undefined) || pressure?.[2] || '',
  );
  const flag =
    flagFor(foldWord(said.flag ?? '')) ?? measured?.flag ?? flagFor(/^[hl*↑↓]{1,2}(?=\s)/u.exec(folded)?.[0] ?? '');
  const range = withPoint(said.range || measured?.range || '');
  if (!isNumber && pressure === null && words.length > 120) return undefined;
  return {
    ...base,
    ...at,
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(range ? { range: range.trim() } : {}),
    ...(flag === undefined ? {} : { flag }),
    status: 'present',
    confidence: test === undefined && vital === undefined ? (unit === undefined && !isNumber ? 0.7 : 0.85) : 0.96,
  };
}

const unitLike = (rest: string): string | undefined =>
  /^[a-z%µ°^*0-9/.·-]{1,16}$/iu.exec(rest.split(/\s/u)[0] ?? '')?.[0];

function wideRow(
  tools: Tools,
  wide: readonly (WideColumn | undefined)[],
  columns: Layout['columns'],
  row: Row,
): Finding[] {
  const date =
    row.find((_cell, at) => columns[at]?.role === 'date')?.text ??
    row.find(({ text }, at) => wide[at] === undefined && dateIn(foldWord(text)) !== undefined)?.text;
  const at = date === undefined ? undefined : dateIn(foldWord(date));
  return row.flatMap((cell, index) => {
    const column = wide[index];
    if (column === undefined || !/\d|pending|positive|negative|[陽陰]性/iu.test(cell.text)) return [];
    return (
      resultIn(tools, column.name, cell, { ...(column.unit === undefined ? {} : { unit: column.unit }), at }) ?? []
    );
  });
}

const noDrug = /^(?:nil|none|no (?:current |regular )?medications?|not on any.*|無|沒有|沒有服藥)$/iu;

/** A remark may warn not to stop; it says that something was stopped at its beginning, or with the day or the reason. */
const saysStopped =
  /^\W*(?:stopp?ed\b|discontinued\b|ceased\b|withheld\b|on hold\b|已停|停用|停藥|停服|暫停)|\b(?:stopped|discontinued|ceased|withheld) (?:on|since|in|by|at|due|because|from|until)\b|已(?:於[^，。；]{0,14})?(?:停|暫停)/iu;

function drugRow(tools: Tools, cell: Cell | undefined, text: Say): Finding[] {
  const name = cell?.text.trim() ?? '';
  if (cell === undefined || name === '' || !/\p{L}{2}/u.test(name)) return [];
  if (noDrug.test(name))
    return [
      { type: 'medication', name: 'none', course: 'current', status: 'absent', confidence: 0.95, source: placed(cell) },
    ];
  if (/^(?:unknown|no information|不詳)/iu.test(name))
    return [
      {
        type: 'medication',
        name: 'any drug',
        course: 'current',
        status: 'unknown',
        confidence: 0.9,
        source: placed(cell),
      },
    ];
  const known = tools.coder.drug(name);
  const given = [text('strength'), text('dose')].filter((each) => /\d/u.test(each));
  // "1 mg | 3 mg": taken are 3 mg. "50 mg | 1 tab": one tablet of 50 mg.
  const told = given.length === 2 && /m?c?g|iu|unit|ml/iu.test(given[1] ?? '') ? given.slice(1) : given;
  const sig = dosingAnywhere([told.join(', '), text('route'), text('frequency'), text('duration')].join(' ; '));
  const dose = (told.length > 0 ? told.join(', ') : undefined) ?? sig.dose ?? strengthIn(name);
  const route = sig.route ?? routeOf(text('route')) ?? (text('route') || undefined) ?? routeOf(name);
  const frequency = dosingAnywhere(text('frequency')).frequency ?? sig.frequency ?? (text('frequency') || undefined);
  const duration = sig.duration ?? (text('duration') || undefined);
  const status = text('status');
  const from = dateIn(text('date').toLowerCase());
  const until = dateIn(text('end-date').toLowerCase());
  const stopped =
    /stop|discontinu|ceased|inactive|completed|held|已停|停用|停藥/iu.test(status) ||
    saysStopped.test(text('remark')) ||
    (until !== undefined && until < tools.now.toISOString().slice(0, until.length));
  return [
    {
      type: 'medication',
      name: bareDrug(name),
      ...(known?.code === undefined ? {} : { code: known.code }),
      ...(known === undefined ? {} : { ingredients: known.ingredients }),
      ...(dose === undefined ? {} : { dose: tidyDose(dose) }),
      ...(route === undefined ? {} : { route }),
      ...(frequency === undefined ? {} : { frequency }),
      ...(duration === undefined ? {} : { duration }),
      ...(from === undefined ? {} : { at: from }),
      ...(until === undefined ? {} : { until }),
      course: stopped
        ? 'stopped'
        : /new|started|新/iu.test(status)
          ? 'started'
          : /changed|increased|reduced|更改/iu.test(status)
            ? 'changed'
            : 'current',
      status: 'present',
      confidence: known === undefined ? 0.7 : known.sure < 1 ? 0.75 : 0.95,
      source: placed(cell),
    },
  ];
}

/** "Amlodipine 5 mg tab" is amlodipine; the strength is said apart. */
const bareDrug = (name: string): string => name.replace(/^\s*\d+[.)]\s+/u, '').trim();
const tidyDose = (dose: string): string =>
  dose
    .replace(
      /(\d)\s*(mg|mcg|g|ml|units?|iu)\b/iu,
      (_all, n: string, unit: string) => `${n} ${unit.toLowerCase().replace('ml', 'mL')}`,
    )
    .trim();

function allergyRow(tools: Tools, cell: Cell | undefined, text: Say): Finding[] {
  const name = cell?.text.trim() ?? '';
  if (cell === undefined || name === '') return [];
  const source = placed(cell);
  if (/^(?:nil|none|nka|nkda|no known.*|no allerg.*|無|沒有.*|無已知.*|否)$/iu.test(name))
    return [
      {
        type: 'allergy',
        name: /food|食物/iu.test(name) ? 'any food' : 'any drug',
        status: 'absent',
        confidence: 0.95,
        source,
      },
    ];
  if (/^(?:unknown|not known|not assessed|no information.*|不詳|未知)$/iu.test(name))
    return [{ type: 'allergy', name: 'any drug', status: 'unknown', confidence: 0.9, source }];
  if (!/\p{L}{2}/u.test(name)) return [];
  const known = tools.coder.allergen(name);
  const severity =
    (['severe', 'moderate', 'mild'] as const).find((each) => new RegExp(each, 'iu').test(text('severity'))) ??
    zhSeverity(text('severity'));
  const over = /resolved|inactive|refuted|entered in error|已排除/iu.test(text('status'));
  return [
    {
      type: 'allergy',
      name,
      ...(known?.code === undefined ? {} : { code: known.code }),
      ...(known === undefined || known.ingredients.length === 0 ? {} : { ingredients: known.ingredients }),
      ...(text('reaction') === '' ? {} : { reaction: text('reaction') }),
      ...(severity === undefined ? {} : { severity }),
      status: over ? 'absent' : 'present',
      confidence: known === undefined ? 0.85 : known.sure < 1 ? 0.75 : 0.95,
      source,
    },
  ];
}

const zhSeverity = (words: string) =>
  /嚴重|严重|重度/u.test(words)
    ? 'severe'
    : /中度|中等/u.test(words)
      ? 'moderate'
      : /輕微|轻微|輕度/u.test(words)
        ? 'mild'
        : undefined;

function problemRow(tools: Tools, cell: Cell | undefined, text: Say): Finding[] {
  const name = cell?.text.trim() ?? '';
  if (cell === undefined || !/\p{L}{2}/u.test(name) || none.test(name)) return [];
  const code = /^[A-Z]\d{2}/u.test(text('code')) ? text('code') : tools.coder.problem(name)?.icd10;
  const since = dateIn(text('date').toLowerCase());
  const over = /resolved|inactive|excluded|已癒|痊癒/iu.test(text('status'));
  return [
    {
      type: 'problem',
      name,
      ...(code === undefined ? {} : { code }),
      ...(since === undefined ? {} : { since }),
      whose: 'patient',
      status: over ? 'absent' : 'present',
      confidence: 0.9,
      source: placed(cell),
    },
  ];
}
