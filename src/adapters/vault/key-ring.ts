import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { DataKeyRow, KeyRows } from './key-rows.ts';
import { LatelyUsed } from './lately-used.ts';
import { masterMissing } from './local-keys.ts';

/**
 * Unwraps keys and keeps the lately used ones in memory, for a minute: a key that another instance destroyed is forgotten here soon after. The
 * wrapped form names the master key that opens it. Which key is the newest is asked again after two seconds, so that a changed key is soon in use everywhere.
 */
export class KeyRing {
  readonly #rows: KeyRows;
  readonly #master: KeyProvider;
  readonly #patients = new LatelyUsed<Uint8Array>();
  readonly #newest = new LatelyUsed<string>({ ms: 2_000 });
  readonly #service = new Map<string, Uint8Array>();

  constructor(rows: KeyRows, master: KeyProvider) {
    this.#rows = rows;
    this.#master = master;
  }

  /** The key to seal new things of a patient with; made when there is none. */
  async forPatient(patient: string): Promise<{ readonly id: string; readonly key: Uint8Array }> {
    const known = this.#newest.get(patient);
    const cached = known && this.#patients.get(known);
    if (known && cached) return { id: known, key: cached };
    const row = (await this.#rows.keyOf(patient)) ?? (await this.#make(patient));
    const key = await this.#keep(row);
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

  /** The newest key of a family (`inbox`): what is sealed for the service from now on. */
  async newestService(family: string): Promise<{ readonly id: string; readonly key: Uint8Array }> {
    const known = this.#newest.get(`service ${family}`);
    const name = known ?? (await this.#rows.newestService(family)) ?? family;
    const key = await this.forService(name);
    if (!known) this.#newest.set(`service ${family}`, name);
    return { id: `service ${name}`, key };
  }

  async forService(name: string): Promise<Uint8Array> {
    // Kept apart from the patients' keys: what is sealed for the service never opens as a word of a patient.
    const cached = this.#service.get(name);
    if (cached) return cached;
    const id = `service ${name}`;
    const wrapped = await this.#rows.serviceKey(name, () => this.wrap(id, randomBytes(32)));
    const key = await this.unwrap(id, wrapped);
    this.#service.set(name, key);
    return key;
  }

  async forget(patient: string): Promise<void> {
    await this.#rows.destroyKeysOf(patient);
    this.#newest.clear();
    this.#patients.clear();
  }

  wrap(id: string, key: Uint8Array): Promise<Uint8Array> {
    return this.#master.wrap(`wrap ${id}`, key);
  }

  unwrap(id: string, wrapped: Uint8Array): Promise<Uint8Array> {
    return this.#master.unwrap(`wrap ${id}`, wrapped);
  }

  /** Every master key that wrapped something living must be at hand before anything is done. Refuses `vault.key-missing`. */
  async check(): Promise<void> {
    for (const id of await this.#rows.wrappedBy()) if (!(await this.#master.has(id))) throw masterMissing(id);
  }

  async #make(patient: string): Promise<DataKeyRow> {
    const id = randomUUID();
    return this.#rows.addDataKey({ id, patient, wrapped: await this.wrap(id, randomBytes(32)) });
  }

  async #keep(row: DataKeyRow): Promise<Uint8Array> {
    const key = await this.unwrap(row.id, row.wrapped);
    this.#patients.set(row.id, key);
    return key;
  }
}

/** A key for one use, from a key that has many. */
export const derive = (key: Uint8Array, use: string, salt: Uint8Array = new Uint8Array(0)): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, use, 32));
