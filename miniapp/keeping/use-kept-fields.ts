import { type Fields, fieldsFrom, textOf } from './kept-fields.ts';
import { type Kept, useKept } from './use-kept.ts';

export type KeptFields<F extends Fields> = {
  readonly fields: F;
  readonly type: (typed: Partial<F>) => void;
  /** For `StillHere`, and to let go of all of them. */
  readonly kept: Kept;
};

/** The fields of one form, still there after a closed app. `name` is made of ids: see `KeptWords`. */
export function useKeptFields<F extends Fields>(name: string, empty: F): KeptFields<F> {
  const kept = useKept(name);
  const fields = fieldsFrom(kept.text, empty);
  return { fields, type: (typed) => kept.type(textOf({ ...fields, ...typed })), kept };
}
