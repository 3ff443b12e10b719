import type { Finding } from '../record/finding.ts';
import type { Asked } from '../record/note.ts';
import { asAsked } from './asked.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, sentenceAt, written } from './page.ts';
import { clausesOf, overlaps, type Stretch, trimmed } from './stretch.ts';

const reasonCue = rule(
  '(?<![a-z])(?:reason(?: for referral)?|c/o|complain(?:s|ing|ed) of|complaining|p/w|presents? with|presented with|presenting with|presents for|because of|due to|主訴|因|由於|原因(?:為|是)?)\\s?[:：]?\\s?',
  'gu',
);

/** One sentence: why this patient is sent. */
export function reasonOf(page: Page, findings: readonly Finding[]): Asked<string> | undefined {
  const section = page.sections.find(
    (each) => each.name === 'complaint' && page.text.slice(each.body.from, each.body.to).trim() !== '',
  );
  if (section !== undefined) return firstSentence(page, section.body, 0.95);
  for (const match of page.text.matchAll(reasonCue)) {
    const from = match.index + match[0].length;
    const sentence = sentenceAt(page, match.index);
    const holds = clausesOf(page.text, { from, to: sentence.to })[0];
    if (holds !== undefined && holds.to - holds.from > 2) return grown(page, holds, sentence, findings, 0.9);
  }
  for (const sentence of page.sentences) {
    const clause = clausesOf(page.text, sentence).find((each) => isComplaint(page, each, findings));
    if (clause !== undefined) return grown(page, clause, sentence, findings, 0.8);
  }
  return undefined;
}

function firstSentence(page: Page, body: Stretch, confidence: number): Asked<string> | undefined {
  const [at] = page.sentences
    .filter((each) => overlaps(each, body))
    .map((each) => trimmed(page.text, { from: Math.max(each.from, body.from), to: Math.min(each.to, body.to) }))
    .filter(({ from, to }) => to > from);
  return at === undefined ? undefined : asAsked(page, { ...at, value: written(page, at.from, at.to), confidence });
}

const asOriginal = (page: Page, clause: Stretch): readonly [number, number] =>
  placeOf(page, clause.from, clause.to).span ?? [0, 0];

function problemsIn(page: Page, clause: Stretch, findings: readonly Finding[]): Finding[] {
  const [from, to] = asOriginal(page, clause);
  return findings.filter(
    (each) =>
      each.type === 'problem' &&
      each.source.span !== undefined &&
      each.source.span[0] >= from &&
      each.source.span[1] <= to,
  );
}

const isOld = rule('^(?:pmh|past|known|hx of|h/o|history of|background|phx?|既往|過往|有.{0,6}病史)');
const isComplaint = (page: Page, clause: Stretch, findings: readonly Finding[]): boolean =>
  !isOld.test(page.text.slice(clause.from, clause.to)) &&
  !page.sections.some(
    (section) =>
      ['past', 'family', 'allergies', 'medications', 'social'].includes(section.name) && overlaps(section.body, clause),
  ) &&
  problemsIn(page, clause, findings).some(
    (each) => each.type === 'problem' && each.status === 'present' && each.whose === 'patient',
  );

/** "chest pain 2h, STEMI?" is one reason: clauses that go on about problems belong to it. */
function grown(
  page: Page,
  clause: Stretch,
  sentence: Stretch,
  findings: readonly Finding[],
  confidence: number,
): Asked<string> {
  let { to } = clause;
  for (const next of clausesOf(page.text, { from: clause.to, to: sentence.to })) {
    const length = next.to - next.from;
    if (next.from - to > 3 || length > 60 || !isComplaint(page, next, findings)) break;
    ({ to } = next);
  }
  if (page.text[to] === '?') to += 1;
  const end = Math.min(to, clause.from + 280);
  return asAsked(page, { from: clause.from, to: end, value: written(page, clause.from, end), confidence });
}
