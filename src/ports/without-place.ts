import type { Readable } from 'node:stream';

/** Takes the place where a picture was taken out of it while it comes in. `cameAs` is the SHA-256 (hex) of what came, once all of it was read. */
export type WithoutPlace = (source: Readable) => {
  readonly bytes: Readable;
  readonly cameAs: () => string | undefined;
};
