import { readDosing } from './dose.ts';
import { rule } from './folding.ts';
import { nearestName } from './near-names.ts';
import { type Hit, type Page, senseOf } from './page.ts';
import { readReaction } from './reactions.ts';
import type { Stretch } from './stretch.ts';

/** One thing a patient is said to react to. */
export type Substance = Stretch & {
  readonly code?: string;
  readonly ingredients: readonly string[];
  readonly confidence: number;
};

const link = rule(
  '^(?:\\s|[,;]|/|\\+|&|and\\b|to\\b(?=\\s)|or\\b|及|和|與|或|、|對|对|also\\b|both\\b|the\\b|drug\\b|drugs\\b|類|藥|藥物|[-•*·]|\\d\\.)+',
);
const linkBack = rule('(?:\\s|,|/|\\+|&|\\band\\b|\\bor\\b|及|和|與|或|、|drugs?\\b|類|藥物|藥|有|會|曾)+$');
const endOfItem = rule('[,;.。\\n(\\[]|\\s(?:-|and|or|but|on|with|causing|->)\\s|及|和|、|->|=');
const noSubstance = rule(
  '^(?:nil|none|nothing|no|nkda|unknown|n/?a|pending|patient|pt|not|see|yes|y|n|the|he|she|they|we|there|denie[sd]|denying|negative|positive|reports?|as|per|any|seasonal|environmental|multiple|several|some|different|various|previous|無|沒有|不詳|有|是|病人|待)(?![a-z])',
);

/** The substances that follow "allergic to" or stand under a heading. The first may be a word we do not know; it stays as written. */
export function substancesAfter(page: Page, cue: Stretch, limit: number, takeUnknown: boolean): Substance[] {
  const found: Substance[] = [];
  let at = cue.to;
  while (at < limit) {
    at += link.exec(page.text.slice(at, limit))?.[0].length ?? 0;
    const next =
      substanceAt(page, at, limit) ??
      (takeUnknown ? (found.length === 0 ? unknownAt(page, at, limit) : unknownBetween(page, at, limit)) : undefined);
    if (next === undefined) break;
    // "allergic to penicillin, warfarin 3 mg daily": a drug with a dose is being taken.
    if (found.length > 0 && readDosing(page.text.slice(next.to, limit)).dosing.dose !== undefined) break;
    found.push(next);
    const reaction = readReaction(page.text.slice(next.to, limit));
    at = next.to + (reaction === undefined ? 0 : reaction.to);
    at += /^[)\]]/u.exec(page.text.slice(at))?.[0].length ?? 0;
    if (reaction !== undefined)
      at += /^\s*[([][^()[\]\n]{1,40}[)\]]/u.exec(page.text.slice(at, limit))?.[0].length ?? 0;
    if (!link.test(page.text.slice(at, limit))) break;
  }
  return found;
}

/** The substances in front of "allergy" or 過敏. */
export function substancesBefore(page: Page, cue: Stretch, limit: number): Substance[] {
  const found: Substance[] = [];
  let end = cue.from;
  for (;;) {
    end -= linkBack.exec(page.text.slice(limit, end))?.[0].length ?? 0;
    const hit = page.hits.find((each) => each.to === end && each.from >= limit);
    const next = hit === undefined ? undefined : substanceOf(hit);
    if (next === undefined) break;
    found.unshift(next);
    end = next.from;
  }
  if (found.length > 0) return found;
  const unknown = unknownBefore(page, cue, limit);
  return unknown === undefined ? [] : [unknown];
}

function substanceAt(page: Page, at: number, limit: number): Substance | undefined {
  const hit = page.hits.find((each) => each.from === at && each.to <= limit);
  return hit === undefined ? undefined : substanceOf(hit);
}

function substanceOf(hit: Hit): Substance | undefined {
  const sense = senseOf(hit, 'allergen') ?? senseOf(hit, 'drug');
  if (sense === undefined) return undefined;
  const { from, to } = hit;
  return {
    from,
    to,
    ingredients: sense.ingredients,
    confidence: 0.95,
    ...(sense.code === undefined ? {} : { code: sense.code }),
  };
}

function unknownAt(page: Page, at: number, limit: number): Substance | undefined {
  const rest = page.text.slice(at, limit);
  if (noSubstance.test(rest)) return undefined;
  const end = endOfItem.exec(rest)?.index ?? rest.length;
  const words = rest.slice(0, Math.min(end, 40)).trimEnd();
  if (words.length < 2 || !/\p{L}/u.test(words)) return undefined;
  return mended(page, { from: at, to: at + words.length }, words);
}

const oneItem = rule('^([a-z][a-z-]{3,}(?: [a-z][a-z-]{2,})?)(?=\\s*(?:,|;|/|\\band\\b|\\bor\\b|\\.?\\s*$))');
const isVerb = rule('^[a-z-]+(?:ed|ing|es)\\b');
const nextItem = rule('^\\s*(?:[,;/]|and\\b|or\\b)(?:\\s|and\\b|or\\b)*');

/** A word we do not know between two names of a list is one of the list: what follows it must be a name again. */
function unknownBetween(page: Page, at: number, limit: number): Substance | undefined {
  const words = oneItem.exec(page.text.slice(at, limit))?.[1];
  if (words === undefined || noSubstance.test(words) || commonWords.test(words)) return undefined;
  const to = at + words.length;
  if (page.hits.some((hit) => hit.from < to && hit.to > at)) return undefined;
  if (/^\.?\s*$/u.test(page.text.slice(to, limit)))
    return isVerb.test(words) ? undefined : mended(page, { from: at, to }, words);
  const gap = nextItem.exec(page.text.slice(to, limit))?.[0].length ?? 0;
  const follows = substanceAt(page, to + gap, limit) ?? unknownBetween(page, to + gap, limit);
  return gap === 0 || follows === undefined ? undefined : mended(page, { from: at, to }, words);
}

const wordBefore = rule('([a-z][a-z-]{3,}|(?:對)\\p{Script=Han}{1,10})\\s*$');
const commonWords = rule(
  '^(?:drug|known|food|history|other|with|have|has|seasonal|skin|severe|mild|possible|also|this|that|multiple|some|any|contact|their|from|form|negative|positive|medical|systemic|significant|further|sinus|inhalant|denies|denied|without|medication|medicine|status|recent|fall|spring|about|check|recheck|confirm|clarify|document|nasal|bad|documented|reported|previous|past|pollen|environmental|regarding|patient|active|true|verify|your|alert|update)$',
);

function unknownBefore(page: Page, cue: Stretch, limit: number): Substance | undefined {
  const match = wordBefore.exec(page.text.slice(limit, cue.from));
  const whole = match?.[1] ?? '';
  const word = whole.replace(rule('^對'), '');
  if (match === null || word === '' || commonWords.test(word)) return undefined;
  const from = limit + match.index + whole.length - word.length;
  return mended(page, { from, to: from + word.length }, word);
}

/** A word the dictionary does not know: mended when only one drug can be meant, else kept as written, never sure. */
function mended(page: Page, place: Stretch, words: string): Substance {
  const sense = nearestName(page.lexicon, words, ['drug', 'allergen']);
  if (sense === undefined) return { ...place, ingredients: [], confidence: 0.5 };
  return {
    ...place,
    ingredients: sense.ingredients,
    confidence: 0.7,
    ...(sense.code === undefined ? {} : { code: sense.code }),
  };
}
