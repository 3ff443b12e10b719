import type { Pool } from 'pg';
import type { KeyStanding } from '#src/ports/service-works.ts';

type Row = { id: string; of: string | null; at: Date; oldest: Date; count: number };

const newestOf = (table: string, id: string, of: string, at: string, where: string) =>
  `select ${id} as id, ${of} as of, ${at} as at, min(${at}) over () as oldest, count(*) over ()::int as count
   from ${table} where ${where} order by ${at} desc, ${id} desc limit 1`;

/** Keys in use, with ids and ages only. What a key is, never leaves the vault. */
const asked = {
  institution: newestOf('institution_keys', 'id', 'institution', 'created_at', 'retired_at is null'),
  service: newestOf('service_keys', 'name', 'null', 'made_at', 'true'),
  signing: newestOf('signing_keys', 'id', 'owner', 'from_at', 'until_at is null'),
  // Which patient a key is of is nobody's business here.
  data: newestOf('data_keys', 'id', 'null', 'created_at', 'destroyed_at is null'),
} as const satisfies Partial<Record<KeyStanding['kind'], string>>;

export async function keyStandings(pool: Pool): Promise<readonly KeyStanding[]> {
  const kinds = ['institution', 'service', 'signing', 'data'] as const;
  return Promise.all(
    kinds.map(async (kind): Promise<KeyStanding> => {
      const [row] = (await pool.query<Row>(asked[kind])).rows;
      if (!row) return { kind, count: 0 };
      const { id, of, at, oldest, count } = row;
      return { kind, count, oldestAt: oldest, newest: { id: kind === 'data' ? '' : id, at, ...(of ? { of } : {}) } };
    }),
  );
}

/** When keys were last changed by `rotate-keys`. */
export async function rotatedAt(pool: Pool): Promise<Date | undefined> {
  const { rows } = await pool.query<{ at: Date | null }>('select max(finished_at) as at from key_rotations');
  return rows[0]?.at ?? undefined;
}
