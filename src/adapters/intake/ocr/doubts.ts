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
