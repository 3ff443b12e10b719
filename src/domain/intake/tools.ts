import type { Lexicon } from '../reading/lexicon.ts';
import type { Coder } from './coder.ts';

/** What every reader of documents is handed: the tables by heart, and what time it is. */
export type Tools = { readonly lexicon: Lexicon; readonly coder: Coder; readonly now: Date };
