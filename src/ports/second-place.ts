import type { Checkpoint } from '../domain/trail/checkpoint.ts';

/** A place away from the store where checkpoints are only ever added, so that a rewritten or older store shows. */
export interface SecondPlace {
  kept(): Promise<readonly Checkpoint[]>;
  /** Safe on disk when it returns. */
  add(checkpoints: readonly Checkpoint[]): Promise<void>;
}
