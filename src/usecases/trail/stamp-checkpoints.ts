import { createHash } from 'node:crypto';
import { type Checkpoint, checkpointText } from '../../domain/trail/checkpoint.ts';
import type { StampShelf, TimestampAuthority } from '../../ports/timestamps.ts';

type Stamping = {
  /** All that was signed here, chain by chain, rising. */
  readonly signed: () => Promise<readonly Checkpoint[]>;
  readonly authority: TimestampAuthority;
  readonly shelf: StampShelf;
};

/** Which checkpoint a stamp speaks of, as a file name. */
export const stampName = ({ chain, size }: Pick<Checkpoint, 'chain' | 'size'>): string =>
  `${encodeURIComponent(chain)}-${size}.tsr`;

/** Has the newest checkpoint of every chain stamped, unless it is already; it vouches for all entries before it. Gives how many were. */
export const stampCheckpoints =
  ({ signed, authority, shelf }: Stamping) =>
  async (): Promise<number> => {
    const newest = new Map((await signed()).map((one) => [one.chain, one]));
    const there = await shelf.kept();
    let stamped = 0;
    for (const checkpoint of newest.values()) {
      const name = stampName(checkpoint);
      if (there.has(name)) continue;
      await shelf.keep(name, await authority.stamp(createHash('sha256').update(checkpointText(checkpoint)).digest()));
      stamped += 1;
    }
    return stamped;
  };
