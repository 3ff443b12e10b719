import { loadKnowledge } from '#config/knowledge.ts';
import { namesFrom } from '#src/domain/letter/names.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import type { Letters } from '#src/ports/letters.ts';
import { later } from './later.ts';

/** Letters name medicines and tests in both languages from the clinical tables. */
export const lettersFrom = ({ lexicon }: Naming, knowledgeDir: string): Letters =>
  later(async () => {
    const { openLetters } = await import('#src/adapters/letters/open-letters.ts');
    return openLetters(namesFrom(lexicon, loadKnowledge(knowledgeDir)));
  });
