import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { KeyRing } from './key-ring.ts';
import { wrapLabel } from './key-shares.ts';
import { keyIdOf, openValue, sealValue } from './sealed-value.ts';

export const rotatable = ['master', 'institutions', 'service', 'signing'] as const;
export type Rotatable = (typeof rotatable)[number];
export type Rotated = Readonly<Partial<Record<Rotatable, number>>>;

type Parts = { readonly pool: Pool; readonly ring: KeyRing; readonly keys: KeyProvider; readonly now: () => Date };

/** Tables that hold keys wrapped by the master key: name, id column, column of the wrapped key, and what it is bound to. */
const wrappedIn = [
  { table: 'data_keys', name: 'id', column: 'wrapped', label: (name: string) => name },
  { table: 'service_keys', name: 'name', column: 'wrapped', label: (name: string) => `service ${name}` },
  { table: 'signing_keys', name: 'id', column: 'sealed', label: (name: string) => `signing ${name}` },
  { table: 'institution_keys', name: 'id', column: 'wrapped', label: (name: string) => `institution ${name}` },
] as const;

/**
 * Changes keys while everything runs: what is new is wrapped with the new key at once, what is old is wrapped anew row by row, and each row is only
 * replaced if it is still what was read. Stopped in the middle it is simply run again. One at a time: a second one is refused (`config.invalid`).
 */
export async function rotateKeys(parts: Parts, what: readonly Rotatable[] = rotatable): Promise<Rotated> {
  const lock = await parts.pool.connect();
  try {
    await lock.query('begin');
    await lock.query('lock table key_rotations in exclusive mode nowait').catch(() => {
      throw new Refused('config.invalid', 'Keys are being changed by somebody else just now: wait until that is done');
    });
    const done: Partial<Record<Rotatable, number>> = {};
    for (const one of rotatable) if (what.includes(one)) done[one] = await deeds[one](parts);
    await lock.query('insert into key_rotations (finished_at, counts) values (now(), $1)', [JSON.stringify(done)]);
    await lock.query('commit');
    return done;
  } catch (error) {
    await lock.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    lock.release();
  }
}

const deeds: Readonly<Record<Rotatable, (parts: Parts) => Promise<number>>> = {
  master: async (parts) => {
    const before = await parts.keys.current();
    const current = await parts.keys.rotate().catch((error: unknown) => {
      // The operator gave the new key; everything is still to be wrapped with it.
      if (parts.keys.kind === 'environment') return before;
      throw error;
    });
    const wrapped = await rewrapAll(parts, current);
    // The key before this one stays: another instance may have wrapped with it a moment ago. The next change finds that and mends it.
    await parts.keys.prune([before, current]);
    return wrapped;
  },
  institutions: async (parts) => {
    const { rows } = await parts.pool.query<{ institution: string }>(
      'select distinct institution from institution_keys where retired_at is null',
    );
    let wrapped = 0;
    for (const { institution } of rows) wrapped += await rotateInstitution(parts, institution);
    return wrapped;
  },
  service: async ({ pool, ring }) => {
    const name = `inbox-${randomUUID()}`;
    const wrapped = await ring.wrap(`service ${name}`, randomBytes(32));
    await pool.query('insert into service_keys (name, wrapped, made_at) values ($1, $2, clock_timestamp())', [
      name,
      wrapped,
    ]);
    return 1;
  },
  signing: async (parts) => {
    const { rows } = await parts.pool.query<{ owner: string }>('select owner from signing_keys where until_at is null');
    for (const { owner } of rows) await rotateSigning(parts, owner);
    return rows.length;
  },
};

async function rewrapAll(parts: Parts, current: string): Promise<number> {
  let count = 0;
  for (const place of wrappedIn)
    for (let more = true; more; ) {
      const { rows } = await parts.pool.query<{ name: string; wrapped: Uint8Array }>(
        `select ${place.name} as name, ${place.column} as wrapped from ${place.table}
       where ${place.column} <> ''::bytea and encode(substring(${place.column} from 3 for get_byte(${place.column}, 1)), 'escape') <> $1 limit 200`,
        [current],
      );
      for (const { name, wrapped } of rows) {
        const label = place.label(name);
        const again = await parts.ring.wrap(label, await parts.ring.unwrap(label, wrapped));
        const { rowCount } = await parts.pool.query(
          `update ${place.table} set ${place.column} = $3 where ${place.name} = $1 and ${place.column} = $2`,
          [name, wrapped, again],
        );
        count += rowCount ?? 0;
      }
      more = rows.length > 0;
    }
  return count;
}

/** A new key for one institution; its wraps are made anew; the key before it stays until nothing was wrapped with it. */
async function rotateInstitution({ pool, ring }: Parts, institution: string): Promise<number> {
  const fresh = { id: randomUUID(), key: new Uint8Array(randomBytes(32)) };
  const wrapped = await ring.wrap(`institution ${fresh.id}`, fresh.key);
  await inOne(pool, async (client) => {
    await client.query(
      'update institution_keys set retired_at = clock_timestamp() where institution = $1 and retired_at is null',
      [institution],
    );
    await client.query(
      'insert into institution_keys (id, institution, wrapped, created_at) values ($1, $2, $3, clock_timestamp())',
      [fresh.id, institution, wrapped],
    );
  });
  const { rows: keys } = await pool.query<{ id: string; wrapped: Uint8Array; retired_at: Date | null }>(
    "select id, wrapped, retired_at from institution_keys where institution = $1 and wrapped <> ''::bytea",
    [institution],
  );
  const open = new Map<string, Uint8Array>();
  for (const one of keys) open.set(one.id, await ring.unwrap(`institution ${one.id}`, one.wrapped));
  const live = keys.find(({ retired_at }) => retired_at === null);
  const with_ = live && open.get(live.id);
  if (!live || !with_) return 0;
  let count = 0;
  const { rows } = await pool.query<{ data_key: string; wrapped: Uint8Array }>(
    'select data_key, wrapped from key_wraps where institution = $1',
    [institution],
  );
  for (const row of rows) {
    const old = keyIdOf(row.wrapped);
    const key = open.get(old);
    if (old === live.id || !key) continue;
    const label = wrapLabel(row.data_key, institution);
    const again = sealValue(live.id, with_, label, openValue(key, label, row.wrapped));
    const { rowCount } = await pool.query(
      'update key_wraps set wrapped = $4 where data_key = $1 and institution = $2 and wrapped = $3',
      [row.data_key, institution, row.wrapped, again],
    );
    count += rowCount ?? 0;
  }
  return count;
}

/** A new pair for one signer. The secret of the older one is destroyed: what it signed is checked with its public key, and it signs no more. */
async function rotateSigning({ pool, ring, now }: Parts, owner: string): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const id = randomUUID();
  const sealed = await ring.wrap(`signing ${id}`, privateKey.export({ format: 'der', type: 'pkcs8' }));
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const at = now().getTime();
  await inOne(pool, async (client) => {
    // The two are in use together for a moment: whoever read the clock before and signs after holds a key that was in use then.
    const { rows } = await client.query<{ from_at: Date }>(
      "update signing_keys set until_at = greatest($2, from_at + interval '1 second'), sealed = ''::bytea where owner = $1 and until_at is null returning from_at",
      [owner, new Date(at + overlap)],
    );
    const [before] = rows;
    if (!before) return;
    const from = new Date(Math.max(before.from_at.getTime(), at - overlap));
    await client.query(
      'insert into signing_keys (id, owner, public_pem, sealed, from_at) values ($1, $2, $3, $4, $5)',
      [id, owner, pem, sealed, from],
    );
  });
}

const overlap = 10_000;

async function inOne(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
