import type { Embedded } from '#src/domain/intake/document.ts';
import { compactInstant } from '#src/domain/intake/instants.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { tidyUnit } from '#src/domain/intake/units.ts';
import type { Finding, FindingStatus } from '#src/domain/record/finding.ts';
import type { Message, Segment } from './message.ts';

type ResultFinding = Extract<Finding, { type: 'result' | 'vital' }>;

/** Kinds of OBX that hold words, a line each in many houses. */
export const isWords = (kind: string): boolean => kind === 'TX' || kind === 'FT';

/** What an OBX may hold: a value, a text to be read, or a file. */
export type Observed = { readonly finding?: Finding; readonly text?: string; readonly embedded?: Embedded };

const flags: Readonly<Record<string, NonNullable<ResultFinding['flag']>>> = {
  L: 'low',
  H: 'high',
  LL: 'critical-low',
  HH: 'critical-high',
  '<': 'low',
  '>': 'high',
  N: 'normal',
  A: 'abnormal',
  AA: 'abnormal',
  ABN: 'abnormal',
};

/** HL7 table 0085. What was deleted or posted as wrong is no result of this patient any more. */
const withdrawn = new Set(['D', 'W', 'N']);

export function observed(
  tools: Tools,
  message: Message,
  obx: Segment,
  order: Segment | undefined,
  isReport = false,
): Observed {
  const kind = message.part(obx, 2);
  const standing = message.part(obx, 11).toUpperCase();
  if (withdrawn.has(standing)) return {};
  const { name, loinc } = testOf(message, obx);
  if (kind === 'ED') return fileIn(message, obx, name);
  if (kind === 'RP' || kind === 'HD') return {};
  const value = valueOf(message, obx, kind);
  if (isWords(kind) && (isReport || name === '')) return value === '' ? {} : { text: value };
  if (name === '') return {};
  if ((kind === 'TX' || kind === 'FT' || kind === 'ST') && isProse(value)) return { text: value };
  const source = { segment: `OBX[${obx.nth}]-5`, ...(value === '' ? {} : { text: value }) };
  const unit = tidyUnit(unitOf(message, obx));
  const range = message.text(obx, 7);
  const flag = message
    .repeats(obx, 8)
    .map((each) => flags[message.partOf(each).toUpperCase()])
    .find((each) => each !== undefined);
  const at =
    compactInstant(message.part(obx, 14)) ??
    (order && (compactInstant(message.part(order, 7)) ?? compactInstant(message.part(order, 22))));
  const status = statusOf(standing, value, order && message.part(order, 25));
  const vital = tools.coder.vital(name, loinc);
  const code = loinc ?? vital?.loinc ?? tools.coder.test(name)?.loinc;
  return {
    finding: {
      type: vital === undefined ? 'result' : 'vital',
      name,
      ...(code === undefined ? {} : { code }),
      ...(value === '' || status === 'pending' ? {} : { value }),
      ...(unit === undefined ? {} : { unit }),
      ...(range === '' ? {} : { range }),
      ...(flag === undefined ? {} : { flag }),
      ...(at === undefined ? {} : { at }),
      status,
      confidence: value.includes('~') || (standing === 'I' && value !== '') ? 0.6 : 0.98,
      source,
    },
  };
}

function testOf(message: Message, obx: Segment): { name: string; loinc?: string } {
  const part = (component: number) => message.part(obx, 3, component);
  const name = part(2) || part(5) || part(9) || part(1);
  const loinc = [
    [part(1), part(3)],
    [part(4), part(6)],
  ].find(([code = '', system = '']) => /^(?:LN|LOINC)$/iu.test(system) && isLoincShape(code))?.[0];
  const likely = loinc ?? (isLoincShape(part(1)) ? part(1) : undefined);
  return { name, ...(likely === undefined ? {} : { loinc: likely }) };
}
const isLoincShape = (code: string): boolean => /^\d{1,6}-\d$/u.test(code);

function unitOf(message: Message, obx: Segment): string {
  const first = message.part(obx, 6, 1);
  // Laboratories send 10^9/L without escaping the mark that divides parts.
  if (/^x?10$/iu.test(first) && /^\d{1,2}\//u.test(message.part(obx, 6, 2))) return `10^${message.part(obx, 6, 2)}`;
  return first || message.part(obx, 6, 2);
}

function valueOf(message: Message, obx: Segment, kind: string): string {
  const raw = message.repeats(obx, 5);
  switch (kind) {
    case 'SN':
      return raw
        .map((each) =>
          [1, 2, 3, 4]
            .map((component) => message.partOf(each, component))
            .join('')
            .replace(/^=/u, ''),
        )
        .join('~');
    case 'CE':
    case 'CWE':
    case 'CNE':
    case 'CF':
      return raw
        .map(
          (each) =>
            message.partOf(each, 2) || message.partOf(each, 9) || message.partOf(each, 5) || message.partOf(each, 1),
        )
        .join(', ');
    case 'TX':
    case 'FT':
      return message.text(obx, 5);
    case 'DT':
    case 'TS':
    case 'DTM':
      return raw.map((each) => compactInstant(message.partOf(each)) ?? message.partOf(each)).join(', ');
    case 'NM':
      return raw.map((each) => message.partOf(each)).join('~');
    default:
      return raw
        .map((each) => message.plain(each).replaceAll('^', ' ').trim())
        .join('\n')
        .trim();
  }
}

/** A status without a value is the difference between "not yet" and "nothing": the specimen is in the laboratory, or nobody will ever know. */
function statusOf(standing: string, value: string, ordered: string | undefined): FindingStatus {
  if (/^(?:pending|to follow|awaited|待報告|未有結果)$/iu.test(value)) return 'pending';
  if (value !== '') return 'present';
  if (standing === 'X') return 'unknown';
  return /^[IOPRS]?$/u.test(standing) || /^[IOSP]$/u.test(ordered ?? '') ? 'pending' : 'unknown';
}

const isProse = (value: string): boolean => value.includes('\n') || value.length > 80;

const extensions: Readonly<Record<string, string>> = {
  pdf: 'pdf',
  jpeg: 'jpg',
  png: 'png',
  rtf: 'rtf',
  'x-hl7-cda-level-one': 'xml',
};

function fileIn(message: Message, obx: Segment, name: string): Observed {
  const [first = ''] = message.repeats(obx, 5);
  const parts = [1, 2, 3, 4, 5].map((component) => message.partOf(first, component));
  const data = parts[4] ?? '';
  if (data.length < 16 || !/^base64$/iu.test(parts[3] ?? '')) return {};
  const form = (parts[2] ?? '').toLowerCase();
  return {
    embedded: {
      name: `${name || 'document'}.${extensions[form] ?? 'bin'}`,
      bytes: new Uint8Array(Buffer.from(data, 'base64')),
    },
  };
}
