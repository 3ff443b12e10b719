import { distance } from 'fastest-levenshtein';
import { type Spoken, saysNothingMore, type Verb, vocabulary } from './verbs.ts';

export type Language = 'en' | 'zh-Hant' | 'zh-Hans';

const examples: Readonly<Record<Language, Readonly<Partial<Record<Verb, string>>>>> = {
  en: { help: 'help', mine: 'my referrals' },
  'zh-Hant': { help: '幫助', mine: '我的轉介' },
  'zh-Hans': { help: '帮助', mine: '我的转介' },
};

/** A whole line that works, in the person's language. */
export const exampleOf = (verb: 'help' | 'mine', language: Language): string => examples[language][verb] ?? verb;

type Near = { readonly phrase: string; readonly rest: string };

const latinWords = vocabulary.filter(({ phrase }) => /^[a-z][a-z' -]{3,}$/u.test(phrase));
const hanWords = vocabulary.filter(({ phrase }) => /^\p{Script=Han}{2,}$/u.test(phrase));

/**
 * Commands within two slips of what was typed. Only where a command is likely: with a code in the line, or nothing else in it.
 * A suggestion is shown; it is never carried out.
 */
export function nearVerbs(folded: string, hasCode: boolean, language: Language): Near[] {
  const text = folded.trim();
  if (text === '' || text.length > 60) return [];
  const candidates = /^\p{Script=Han}/u.test(text) ? hanCandidates(text, hasCode) : latinCandidates(text, hasCode);
  const best = Math.min(...candidates.map(({ steps }) => steps));
  return candidates
    .filter(({ steps }) => steps === best)
    .sort(
      (one, other) =>
        one.rest.length - other.rest.length || Number(other.phrase[0] === text[0]) - Number(one.phrase[0] === text[0]),
    )
    .map(({ phrase, written, rest }) => ({ phrase: language === 'zh-Hans' ? phrase : written, rest }));
}

type Candidate = Near & { readonly steps: number; readonly written: string };

function latinCandidates(text: string, hasCode: boolean): Candidate[] {
  const words = text.split(' ');
  return latinWords.flatMap((spoken) => {
    const count = spoken.phrase.split(' ').length;
    const typed = words
      .slice(0, count)
      .join(' ')
      .replace(/[:,.!?]+$/u, '');
    const rest = words.slice(count).join(' ');
    const steps = distance(typed, spoken.phrase);
    const limit = spoken.phrase.length >= 5 ? 2 : 1;
    const isSwap =
      spoken.phrase.length === 4 && steps === 2 && [...typed].sort().join('') === [...spoken.phrase].sort().join('');
    if (steps === 0 || (steps > limit && !isSwap) || !mayBe(spoken, rest, hasCode)) return [];
    return [{ phrase: spoken.phrase, written: spoken.written, rest: saysNothingMore(rest) ? '' : rest, steps }];
  });
}

function hanCandidates(text: string, hasCode: boolean): Candidate[] {
  return hanWords.flatMap((spoken) => {
    const typed = text.slice(0, spoken.phrase.length);
    const rest = text.slice(spoken.phrase.length).trim();
    const steps = distance(typed, spoken.phrase);
    // Two characters are half of many words; one may be wrong in a word of two when a code stands beside it.
    const limit = spoken.phrase.length >= 4 ? 2 : 1;
    if (steps === 0 || steps > limit || (spoken.phrase.length < 3 && !hasCode) || !mayBe(spoken, rest, hasCode))
      return [];
    return [{ phrase: spoken.phrase, written: spoken.written, rest: saysNothingMore(rest) ? '' : rest, steps }];
  });
}

const takesWords = new Set<Verb>([
  'find',
  'decline',
  'book',
  'answer',
  'handover',
  'redirect',
  'correct',
  'consent',
  'answer-question',
]);

const mayBe = ({ verb }: Spoken, rest: string, hasCode: boolean): boolean =>
  saysNothingMore(rest) ||
  (takesWords.has(verb) && (hasCode || rest.split(' ').length <= 4) && !/\d{2,}/u.test(hasCode ? '' : rest));
