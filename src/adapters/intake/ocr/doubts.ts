import type { Tools } from '#src/domain/intake/tools.ts';
import { foldWord } from '#src/domain/reading/folding.ts';
import type { LabTest, Lexicon } from '#src/domain/reading/lexicon.ts';
import type { Finding } from '#src/domain/record/finding.ts';

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
  if (meant === undefined) return { finding, most: 0.6 };
  const isSame = folded(meant) === folded(finding.unit);
  return isSame ? { finding, most: 1 } : { finding: { ...finding, unit: meant.replace('^', '*') }, most: 0.85 };
}

const folded = (unit: string): string => unit.toLowerCase().replace(/[\s^*]/gu, '');
/** What is left of a unit when strokes are not told from letters, and a small raised figure not from a letter beside it. */
const letters = (unit: string): string =>
  folded(unit)
    .replace(/[µμ]/gu, 'u')
    .replace(/^1[o0].{0,2}(\d{1,2})\/?[l1i|]$/u, '10$1l')
    .replace(/[1i|]/gu, 'l')
    .replace(/^l[o0]/u, 'l0')
    .replace(/[^a-z0-9%]/gu, '');

/**
 * The one test of this unit whose Chinese name holds all the characters that were read, in their order, and at most two more; or differs from what was read in one character. Where
 * two tests of the unit could be meant, neither is.
 */
function halfRead(lexicon: Lexicon, name: string, unit: string | undefined): LabTest | undefined {
  const read = foldWord(name).replace(/\s/gu, '');
  if (unit === undefined || !/^\p{Script=Han}+$/u.test(read)) return undefined;
  const found = new Set<LabTest>();
  for (const [whole, terms] of lexicon.terms) {
    const isLonger = whole.length > read.length && whole.length <= read.length + 2 && holdsInOrder(whole, read);
    if (!isLonger && !differsInOne(whole, read)) continue;
    for (const { sense } of terms)
      if (sense.kind === 'test' && letters(sense.test.unit ?? '') === letters(unit)) found.add(sense.test);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function differsInOne(whole: string, read: string): boolean {
  if (whole.length !== read.length || whole.length < 2) return false;
  return [...whole].filter((character, at) => character !== read[at]).length === 1;
}

function holdsInOrder(whole: string, part: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at += 1;
  return at === part.length;
}
