import type { Finding } from './finding.ts';

const number = /^[<>≤≥]?\s*(-?\d+(?:\.\d+)?)$/u;
const between = /^\(?\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to|~)\s*(-?\d+(?:\.\d+)?)\s*\)?$/u;
const bound = /^\(?\s*(<=|>=|<|>|≤|≥)\s*(-?\d+(?:\.\d+)?)\s*\)?$/u;

/**
 * Marks a result that lies outside the range its own report prints beside it, where the report has no mark of its own. The range is the laboratory's, never
 * ours; a value or range that is no plain number stays unmarked.
 */
export function flagByRange<T extends Finding>(finding: T): T {
  if ((finding.type !== 'result' && finding.type !== 'vital') || finding.flag || !finding.range) return finding;
  const value = Number(number.exec(finding.value?.trim() ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(value)) return finding;
  const side = sideOf(value, finding.range.trim());
  return side ? { ...finding, flag: side } : finding;
}

function sideOf(value: number, range: string): 'low' | 'high' | undefined {
  const [, low, high] = between.exec(range) ?? [];
  if (low !== undefined && high !== undefined)
    return value < Number(low) ? 'low' : value > Number(high) ? 'high' : undefined;
  const [, sign = '', limit] = bound.exec(range) ?? [];
  if (limit === undefined) return undefined;
  const isAt = value === Number(limit);
  const below = value < Number(limit);
  if (sign === '<') return below ? undefined : 'high';
  if (sign === '>') return below || isAt ? 'low' : undefined;
  if (sign === '≤' || sign === '<=') return below || isAt ? undefined : 'high';
  return below ? 'low' : undefined;
}
