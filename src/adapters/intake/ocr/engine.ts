import type { SeenWord } from './word.ts';

/** One reader of pictures of text. `both` knows Chinese and Latin, `latin` only Latin letters; two readers that agree are worth more than one. */
export type Script = 'both' | 'latin';

export interface Engine {
  readonly name: string;
  /** Reads a PNG, of a page or of one line. Throws when the engine fails; gives up after `milliseconds`. */
  read(png: Uint8Array, script: Script, milliseconds: number, of?: 'page' | 'line'): Promise<readonly SeenWord[]>;
  /** Lets go of everything that runs. */
  end(): Promise<void>;
}
