import type { Finding } from '../record/finding.ts';
import { isOfFamily } from './cues.ts';
import { rule } from './folding.ts';
import type { Page } from './page.ts';
import { sameName } from './read-names.ts';

const aged = rule(
  '(?<![a-z0-9/.])(?:(\\d{1,3})\\s?(?:y/?o|yo|yrs?|years?[- ]old|歲)?[- ]?\\s?/?\\s?(m|f|male|female|man|woman|gentleman|lady|boy|girl|男|女)(?![a-z])|(m|f)\\s?/\\s?(\\d{1,3})(?![\\d/]))',
  'gu',
);

/** How many different patients the note seems to speak of. Two numbers, two names or two ages are two patients: stopped, never guessed. */
export function countPatients(page: Page, findings: readonly Finding[]): number {
  const values = (name: string): string[] =>
    findings.flatMap((each) => (each.type === 'identity' && each.name === name ? [each.value] : []));
  const apart = (names: readonly string[]): number =>
    names.filter((each, index) => !names.slice(0, index).some((other) => sameName(other, each))).length;
  const most = Math.max(
    new Set(values('hkid')).size,
    apart(sureValues(findings, 'name-en')),
    apart(sureValues(findings, 'name-zh')),
    new Set(sureValues(findings, 'birth-date')).size,
    ages(page),
  );
  return most > 0 ? most : findings.length > 0 ? 1 : 0;
}

const sureValues = (findings: readonly Finding[], name: string): string[] =>
  findings.flatMap((each) =>
    each.type === 'identity' && each.name === name && each.confidence >= 0.7 ? [each.value] : [],
  );

function ages(page: Page): number {
  const seen = new Set<string>();
  for (const match of page.text.matchAll(aged)) {
    const [, ageFirst, sexAfter, sexFirst, ageAfter] = match;
    const age = Number(ageFirst ?? ageAfter);
    const sex = /^(?:m|male|man|gentleman|boy|男)$/u.test(sexAfter ?? sexFirst ?? '') ? 'm' : 'f';
    if (
      age <= 120 &&
      !isOfFamily(page, { from: match.index }) &&
      !isOfFamily(page, { from: match.index + match[0].length })
    )
      seen.add(`${age}${sex}`);
  }
  return seen.size;
}
