import type { GroupId, TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/refused.ts';
import type { Checkpoint } from '../../domain/trail/checkpoint.ts';
import { contradiction, noteOf } from '../../domain/trail/notes.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { SecondPlace } from '../../ports/second-place.ts';

export type Posts = {
  readonly ledger: Ledger;
  /** All that was signed here, chain by chain, rising. */
  readonly signed: () => Promise<readonly Checkpoint[]>;
  readonly file: SecondPlace;
  /** The records group, where one is configured. */
  readonly group?: { readonly tenant: TenantId; readonly group: GroupId };
};

/**
 * Tells every new checkpoint in the second places: the kept file, and the records group as one message a chain (its newest; it covers those before). Gives how many were new.
 * Refuses `trail.broken` when the file vouches for entries that are not here, or for others: the store is an older copy or was rewritten. Then nothing is posted.
 */
export const postCheckpoints =
  ({ ledger, signed, file, group }: Posts) =>
  async (): Promise<number> => {
    const [here, kept] = [await signed(), await file.kept()];
    const against = contradiction(here, kept);
    if (against)
      throw new Refused(
        'trail.broken',
        `Chain ${against.chain} contradicts the checkpoints kept in the second place at entry ${against.seq}: ${against.why}`,
        { chain: against.chain, seq: against.seq },
      );
    const there = new Set(kept.map(({ chain, size }) => `${size} ${chain}`));
    const added = here.filter(({ chain, size }) => !there.has(`${size} ${chain}`));
    await file.add(added);
    if (group) await tellGroup(ledger, group, newestOf(here));
    return added.length;
  };

const newestOf = (all: readonly Checkpoint[]): readonly Checkpoint[] => [
  ...new Map(all.toSorted((a, b) => a.size - b.size).map((one) => [one.chain, one])).values(),
];

async function tellGroup(
  ledger: Ledger,
  { tenant, group }: NonNullable<Posts['group']>,
  newest: readonly Checkpoint[],
): Promise<void> {
  await ledger.write(async (page) => {
    for (const checkpoint of newest) {
      const name = `checkpoint told ${checkpoint.chain}`;
      if (Number(await page.tenants.get(tenant, name)) >= checkpoint.size) continue;
      await page.tenants.keep(tenant, name, String(checkpoint.size));
      await page.send(
        {
          do: 'say',
          place: { tenant, in: 'group', group },
          words: [{ key: 'records.checkpoint', with: { note: noteOf(checkpoint) } }],
        },
        // A later checkpoint says all that an earlier one said, so a message that still waits is replaced.
        { lane: 'optional', key: `checkpoint ${tenant} ${checkpoint.chain}` },
      );
    }
  });
}
