import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import type { KeyRing } from './key-ring.ts';
import { LatelyUsed } from './lately-used.ts';

/** One key an institution; older ones still open what was wrapped with them. Kept as wrapped keys, committed apart from any page. */
export class InstitutionKeys {
  readonly #ring: KeyRing;
  readonly #pool: () => Pool;
  readonly #open = new LatelyUsed<Uint8Array>();
  readonly #newest = new LatelyUsed<string>({ ms: 2_000 });

  constructor(ring: KeyRing, pool: () => Pool) {
    this.#ring = ring;
    this.#pool = pool;
  }

  async newest(institution: string): Promise<{ readonly id: string; readonly key: Uint8Array }> {
    const known = this.#newest.get(institution);
    if (known) return { id: known, key: await this.byId(known) };
    const there = (await this.#live(institution)) ?? (await this.#make(institution));
    this.#newest.set(institution, there);
    return { id: there, key: await this.byId(there) };
  }

  /** Refuses `vault.key-missing`, `vault.tampered`. */
  async byId(id: string): Promise<Uint8Array> {
    const cached = this.#open.get(id);
    if (cached) return cached;
    const { rows } = await this.#pool().query<{ wrapped: Uint8Array }>(
      "select wrapped from institution_keys where id = $1 and wrapped <> ''::bytea",
      [id],
    );
    const [row] = rows;
    if (!row) throw new Refused('vault.key-missing', `Institution key ${id} is not there`);
    const key = await this.#ring.unwrap(`institution ${id}`, row.wrapped);
    this.#open.set(id, key);
    return key;
  }

  async #live(institution: string): Promise<string | undefined> {
    const { rows } = await this.#pool().query<{ id: string }>(
      'select id from institution_keys where institution = $1 and retired_at is null',
      [institution],
    );
    return rows[0]?.id;
  }

  async #make(institution: string): Promise<string> {
    const id = randomUUID();
    await this.#pool().query(
      'insert into institution_keys (id, institution, wrapped) values ($1, $2, $3) on conflict (institution) where retired_at is null do nothing',
      [id, institution, await this.#ring.wrap(`institution ${id}`, randomBytes(32))],
    );
    const live = await this.#live(institution);
    if (!live) throw new Refused('vault.key-missing', `Institution ${institution} has no key, and none could be made`);
    return live;
  }
}
