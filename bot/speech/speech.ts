import type { Words } from '#src/domain/errand.ts';
import type { DocumentLine } from '#src/domain/intake/document-line.ts';
import type { Language } from '#src/domain/people/person.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import { livePart } from '../cards/live-part.ts';
import { referralCard, type Scene } from '../cards/referral-card.ts';
import { knows, speak } from '../words/words.ts';

/** Values that are themselves words of the catalogue: a state, a reason. */
const wordy: Readonly<Record<string, string>> = { state: 'state', reason: 'decline', action: 'action' };

/** Keeps the port `Speech`: puts what is so into words and decides nothing. */
export const speech = {
  card: (scene: Scene) => referralCard(scene),
  live: (
    content: ReferralContent,
    alerts: Parameters<typeof livePart>[1],
    language: Language,
    files: readonly DocumentLine[] = [],
  ) => livePart(content, alerts, language, files),
  sentence: (words: Words, language: Language): string => sentence(words, language),
  sentences: (words: readonly Words[], language: Language): string =>
    words.map((one) => sentence(one, language)).join('\n\n'),
};

function sentence({ key, with: gaps = {} }: Words, language: Language): string {
  const filled = Object.fromEntries(
    Object.entries(gaps).map(([gap, value]) => {
      const catalogueKey = `${wordy[gap] ?? ''}.${value}`;
      if (gap === 'fields' && typeof value === 'string')
        return [
          gap,
          value
            .split(', ')
            .map((field) => (knows(`gap.${field}`) ? speak(language, `gap.${field}`) : field))
            .join(', '),
        ];
      return [gap, knows(catalogueKey) ? speak(language, catalogueKey) : value];
    }),
  );
  return speak(language, key, filled);
}
