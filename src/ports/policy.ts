import type { Judge } from '../domain/access/question.ts';

/** The house's rules, read from text that a privacy officer can read and change. */
export interface Policy {
  readonly judge: Judge;
  /** Every rule with what it says in one sentence. */
  readonly rules: readonly Rule[];
}

export type Rule = {
  readonly id: string;
  readonly says: string;
  readonly effect: 'permit' | 'forbid';
  readonly file: string;
  readonly line: number;
};
