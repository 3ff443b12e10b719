type Loose = Readonly<Record<string, string>>;

const gapsOf = (sentence: string): string => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join(' ');

/** What one catalogue lacks, has too much, leaves empty, or fills differently, beside the first one. Empty when they say the same. */
export function faultsBeside(first: Loose, other: Loose, name: string): readonly string[] {
  const missing = Object.keys(first).filter((key) => !(key in other));
  const strangers = Object.keys(other).filter((key) => !(key in first));
  const empty = Object.keys(other).filter((key) => other[key]?.trim() === '');
  const gaps = Object.keys(first).filter(
    (key) => key in other && gapsOf(first[key] ?? '') !== gapsOf(other[key] ?? ''),
  );
  return [
    ...missing.map((key) => `${name} lacks '${key}'`),
    ...strangers.map((key) => `${name} has '${key}', which English has not`),
    ...empty.map((key) => `${name} leaves '${key}' empty`),
    ...gaps.map((key) => `${name} fills '${key}' with other gaps than English`),
  ];
}
