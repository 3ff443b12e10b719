import type { LetterSide } from '#src/domain/letter/side.ts';
import type { LetterWord } from './words/en.ts';

/** One of the two languages of a letter. */
export type Tongue = {
  readonly language: LetterSide['language'];
  readonly say: (word: LetterWord) => string;
  /** A name as this language shows it. */
  readonly name: (written: string) => string;
};

/** Hong Kong time, written in one way in both languages, so that the figures can be compared: 2026-11-23 12:05. */
export const writtenTime = (at: string | Date): string => {
  const instant = new Date(at);
  return Number.isNaN(instant.getTime())
    ? String(at)
    : new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
};
