import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';
import type { DataKeyRow, KeyRows } from './key-rows.ts';
import { LatelyUsed } from './lately-used.ts';
import type { MasterKeys } from './master-keys.ts';
import { keyIdOf, openValue, sealValue } from './sealed-value.ts';

/**
 * Unwraps keys and keeps the lately used ones in memory, for a minute: a key that another instance destroyed is forgotten here soon after. The
 * wrapped form names the master key that opens it.
 */
export class KeyRing {
  readonly #rows: KeyRows;
  readonly #master: MasterKeys;
  readonly #patients = new LatelyUsed<Uint8Array>();
  readonly #newest = new LatelyUsed<string>();
  readonly #service = new Map<string, Uint8Array>();

  constructor(rows: KeyRows, master: MasterKeys) {
    this.#rows = rows;
    this.#master = master;
  }

  /** The key to seal new things of a patient with; made when there is none. */
  async forPatient(patient: string): Promise<{ readonly id: string; readonly key: Uint8Array }> {
    const known = this.#newest.get(patient);
    const cached = known && this.#patients.get(known);
    if (known && cached) return { id: known, key: cached };
    const row = (await this.#rows.keyOf(patient)) ?? (await this.#make(patient));
    const key = this.#keep(row);
    this.#newest.set(patient, row.id);
    return { id: row.id, key };
  }

  async byId(id: string): Promise<Uint8Array> {
    const cached = this.#patients.get(id);
    if (cached) return cached;
    const row = await this.#rows.dataKey(id);
    if (!row)
      throw new Refused(
        'vault.key-missing',
        `Data key ${id} is not there: it was destroyed, or the store is not the one it belongs to`,
      );
    return this.#keep(row);
  }

  async forService(name: string): Promise<Uint8Array> {
    // Kept apart from the patients' keys: what is sealed for the service never opens as a word of a patient.
    const cached = this.#service.get(name);
    if (cached) return cached;
    const id = `service ${name}`;
    const wrapped = await this.#rows.serviceKey(name, () => this.wrap(id, randomBytes(32)));
    const key = this.unwrap(id, wrapped);
    this.#service.set(name, key);
    return key;
  }

  async forget(patient: string): Promise<void> {
    await this.#rows.destroyKeysOf(patient);
    this.#newest.clear();
    this.#patients.clear();
  }

  wrap(id: string, key: Uint8Array): Uint8Array {
    const master = this.#master.byId.get(this.#master.current);
    if (!master) throw new Refused('vault.key-missing', `Master key ${this.#master.current} is not there`);
    return sealValue(this.#master.current, master, `wrap ${id}`, key);
  }

  unwrap(id: string, wrapped: Uint8Array): Uint8Array {
    const master = this.#master.byId.get(keyIdOf(wrapped));
    if (!master) throw masterMissing(keyIdOf(wrapped));
    return openValue(master, `wrap ${id}`, wrapped);
  }

  /** Every master key that wrapped something living must be at hand before anything is done. Refuses `vault.key-missing`. */
  async check(): Promise<void> {
    for (const id of await this.#rows.wrappedBy()) if (!this.#master.byId.has(id)) throw masterMissing(id);
  }

  #make(patient: string): Promise<DataKeyRow> {
    const id = randomUUID();
    return this.#rows.addDataKey({ id, patient, wrapped: this.wrap(id, randomBytes(32)) });
  }

  #keep(row: DataKeyRow): Uint8Array {
    const key = this.unwrap(row.id, row.wrapped);
    this.#patients.set(row.id, key);
    return key;
  }
}

const masterMissing = (id: string): Refused =>
  new Refused(
    'vault.key-missing',
    `Master key ${id} is not there, and the store cannot be read without it: put the key file of this store back, or name it with BATON_MASTER_KEY_FILE`,
  );

/** A key for one use, from a key that has many. */
export const derive = (key: Uint8Array, use: string, salt: Uint8Array = new Uint8Array(0)): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, use, 32));
