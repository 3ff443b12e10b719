import type { Pool } from 'pg';
import { Refused } from '#src/domain/refused.ts';

export type DataKeyRow = { readonly id: string; readonly patient: string; readonly wrapped: Uint8Array };
export type SigningKeyRow = {
  readonly id: string;
  readonly owner: string;
  readonly publicPem: string;
  readonly sealed: Uint8Array;
  readonly from: Date;
  readonly until?: Date;
};

/** Where wrapped keys lie. Writes are committed before they return, apart from any transaction of the ledger: a key nobody uses is harmless. */
export interface KeyRows {
  dataKey(id: string): Promise<DataKeyRow | undefined>;
  /** The newest living key of a patient. */
  keyOf(patient: string): Promise<DataKeyRow | undefined>;
  /** Adds the key unless the patient has one; gives the one that is there. */
  addDataKey(row: DataKeyRow): Promise<DataKeyRow>;
  destroyKeysOf(patient: string): Promise<void>;
  /** Adds the named service key unless it is there; gives the one that is there. */
  serviceKey(name: string, wrapped: () => Promise<Uint8Array>): Promise<Uint8Array>;
  /** The name of the newest service key of a family, if there is any. */
  newestService(family: string): Promise<string | undefined>;
  /** The ids of the master keys that wrapped any key still in use. */
  wrappedBy(): Promise<readonly string[]>;
  signingKeyOf(owner: string): Promise<SigningKeyRow | undefined>;
  signingKey(id: string): Promise<SigningKeyRow | undefined>;
  addSigningKey(row: SigningKeyRow): Promise<SigningKeyRow>;
  /** The key was in use from this earlier moment on. */
  signingFrom(id: string, at: Date): Promise<void>;
}

/** The tables of `vaultMigrations`. */
export function keyRowsIn(pool: () => Pool): KeyRows {
  const first = async <Row extends object>(text: string, values: readonly unknown[]): Promise<Row | undefined> =>
    (await pool().query<Row>(text, [...values])).rows[0];
  const signing = 'id, owner, public_pem as "publicPem", sealed, from_at as "from", until_at as until';
  const rows: KeyRows = {
    dataKey: (id) => first('select id, patient, wrapped from data_keys where id = $1 and destroyed_at is null', [id]),
    keyOf: (patient) =>
      first(
        'select id, patient, wrapped from data_keys where patient = $1 and destroyed_at is null order by created_at desc, id desc limit 1',
        [patient],
      ),
    addDataKey: async ({ id, patient, wrapped }) => {
      await pool().query(
        'insert into data_keys (id, patient, wrapped, first_of) values ($1, $2, $3, $2) on conflict (first_of) do nothing',
        [id, patient, wrapped],
      );
      const there = await rows.keyOf(patient);
      if (!there)
        throw new Refused(
          'vault.key-missing',
          `The keys of patient ${patient} were destroyed: nothing more can be kept of them`,
        );
      return there;
    },
    destroyKeysOf: async (patient) => {
      await pool().query('delete from key_wraps where data_key in (select id from data_keys where patient = $1)', [
        patient,
      ]);
      await pool().query("update data_keys set destroyed_at = now(), wrapped = ''::bytea where patient = $1", [
        patient,
      ]);
    },
    serviceKey: async (name, wrapped) => {
      const there = await first<{ wrapped: Uint8Array }>('select wrapped from service_keys where name = $1', [name]);
      if (there) return there.wrapped;
      await pool().query('insert into service_keys (name, wrapped) values ($1, $2) on conflict do nothing', [
        name,
        await wrapped(),
      ]);
      return rows.serviceKey(name, wrapped);
    },
    newestService: async (family) =>
      (
        await first<{ name: string }>(
          "select name from service_keys where name = $1 or name like $1 || '-%' order by made_at desc, name desc limit 1",
          [family],
        )
      )?.name,
    wrappedBy: async () => {
      // The id stands in the wrapped key itself, after its version and its length; see sealed-value.ts.
      const { rows: found } = await pool().query<{ id: string }>(
        `select distinct encode(substring(wrapped from 3 for get_byte(wrapped, 1)), 'escape') as id from (
           select wrapped from data_keys where destroyed_at is null
           union all select wrapped from service_keys union all select sealed from signing_keys where until_at is null
           union all select wrapped from institution_keys where wrapped <> ''::bytea) keys`,
      );
      return found.map(({ id }) => id);
    },
    signingKeyOf: (owner) =>
      first(`select ${signing} from signing_keys where owner = $1 and until_at is null order by from_at limit 1`, [
        owner,
      ]),
    signingKey: (id) => first(`select ${signing} from signing_keys where id = $1`, [id]),
    signingFrom: async (id, at) => {
      await pool().query('update signing_keys set from_at = $2 where id = $1 and from_at > $2', [id, at]);
    },
    addSigningKey: async ({ id, owner, publicPem, sealed, from }) => {
      await pool().query(
        'insert into signing_keys (id, owner, public_pem, sealed, from_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
        [id, owner, publicPem, sealed, from],
      );
      const there = await rows.signingKeyOf(owner);
      if (!there) throw new Error(`no signing key of ${owner}`);
      return there;
    },
  };
  return rows;
}
