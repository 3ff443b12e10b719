import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { halfRead } from './half-read.ts';
import { alikeLetters, folded, letters } from './unit-letters.ts';

/**
 * Whether the figures of a result deny each other: a flag that the range does not bear out, a range upside down, a value many times outside its
 * range without any flag (most often a lost decimal point), letters among figures.
 */
export function contradicts(finding: Finding): boolean {
  if (finding.type !== 'result' && finding.type !== 'vital') return false;
  const { value = '', range, flag } = finding;
  if (/\d/u.test(value) && /[a-z]/iu.test(value) && !/^\d+(?:\.\d+)?\s?x\s?10/iu.test(value)) return true;
  const number = Number(value.replace(/^[<>≤≥]=?\s?/u, ''));
  const { low, high } = limitsOf(range);
  if (!Number.isFinite(number) || value === '') return false;
  if (low !== undefined && high !== undefined && low > high) return true;
  if (flag === 'high' || flag === 'critical-high') return high !== undefined && number <= high;
  if (flag === 'low' || flag === 'critical-low') return low !== undefined && number >= low;
  if (high !== undefined && high > 0 && number > high * 4) return true;
  return low !== undefined && low > 0 && number < low / 4;
}

/** "每日" at the end of a line of paper may have lost its "兩次", and would then be read as once a day. */
export const isCutOff = (finding: Finding): boolean =>
  finding.type === 'medication' &&
  finding.frequency === 'once daily' &&
  /(?:每[日天]|日服)$/u.test(finding.source.text?.trim() ?? '');

function limitsOf(range: string | undefined): { low?: number; high?: number } {
  const plain = range?.replace(/\s/gu, '').replace(/[–—~～至]/gu, '-') ?? '';
  const both = /(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)/u.exec(plain);
  if (both !== null) return { low: Number(both[1]), high: Number(both[2]) };
  const one = /([<>≤≥])=?(\d+(?:\.\d+)?)/u.exec(plain);
  if (one === null) return {};
  return /[<≤]/u.test(one[1] ?? '') ? { high: Number(one[2]) } : { low: Number(one[2]) };
}

type Doubt = { readonly finding: Finding; readonly most: number };

/**
 * A result held against what is known of its test: a unit of the same letters (`UL`, `U/l`, `10m9/L`) is put right, another unit or none is doubtful, and
 * so is a test that the dictionary does not know, for its name may be half read.
 */
export function heldAgainstTest(finding: Finding, { coder, lexicon }: Tools): Doubt {
  if (finding.type !== 'result' || finding.status !== 'present') return { finding, most: 1 };
  if (finding.code === undefined) {
    const half = halfRead(lexicon, finding.name, finding.unit);
    if (half?.loinc === undefined) return { finding, most: 0.7 };
    return { finding: { ...finding, name: half.name, code: half.loinc }, most: 0.6 };
  }
  const known = coder.test(finding.name, finding.code);
  const units = [known?.unit, known?.other?.unit].filter((each) => each !== undefined);
  if (known === undefined || units.length === 0 || !/\d/u.test(finding.value ?? '')) return { finding, most: 1 };
  if (finding.unit === undefined) return { finding, most: 0.75 };
  const meant = units.find((each) => letters(each) === letters(finding.unit ?? ''));
  if (meant === undefined) {
    const alike = units.filter((each) => alikeLetters(each) === alikeLetters(finding.unit ?? ''));
    const [only] = alike;
    return { finding: alike.length === 1 && only ? { ...finding, unit: only.replace('^', '*') } : finding, most: 0.6 };
  }
  const isSame = folded(meant) === folded(finding.unit);
  return isSame ? { finding, most: 1 } : { finding: { ...finding, unit: meant.replace('^', '*') }, most: 0.85 };
}
