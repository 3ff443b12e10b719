import { loadKnowledge } from '#config/knowledge.ts';
import { makeNaming } from '#src/domain/record/naming.ts';

/** What the tables of this house know by name, made once. */
export const theNaming = makeNaming(loadKnowledge());
