import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { KeyAsks, KeyShares } from '#src/ports/key-shares.ts';
import { InstitutionKeys } from './institution-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { keyIdOf, openValue, sealValue } from './sealed-value.ts';

type Held = {
  readonly patient: string;
  readonly key: string;
  readonly wrapped: Uint8Array | null;
  readonly known: boolean;
  readonly ended: boolean;
};

/** What a wrap is bound to: whose key it holds, and who may open it. Moved to another row it does not open. */
export const wrapLabel = (dataKey: string, institution: string): string => `wrap ${dataKey} for ${institution}`;

/** Wraps of patients' keys for institutions, on a page's connection. */
export function sharesOver(ring: KeyRing, pool: () => Pool): (asks: KeyAsks) => KeyShares {
  const institutions = new InstitutionKeys(ring, pool);
  const apart: KeyAsks = {
    all: async (text, values = []) => (await pool().query(text, [...values])).rows,
    run: async (text, values = []) => (await pool().query(text, [...values])).rowCount ?? 0,
  };

  /** Every living key of the patient that this institution has no wrap of yet gets one. */
  async function wrapAll(asks: KeyAsks, patient: string, institution: string): Promise<void> {
    const lacking = (await heldBy(asks, [patient], institution)).filter(({ wrapped }) => wrapped === null);
    for (const { key } of lacking) await addWrap(asks, key, institution, await ring.byId(key));
  }

  async function addWrap(asks: KeyAsks, dataKey: string, institution: string, plain: Uint8Array): Promise<void> {
    const { id: keyId, key } = await institutions.newest(institution);
    await asks.run(
      'insert into key_wraps (data_key, institution, wrapped) values ($1, $2, $3) on conflict do nothing',
      [dataKey, institution, sealValue(keyId, key, wrapLabel(dataKey, institution), plain)],
    );
  }

  const unwrap = async (dataKey: string, institution: string, wrapped: Uint8Array): Promise<Uint8Array> =>
    openValue(await institutions.byId(keyIdOf(wrapped)), wrapLabel(dataKey, institution), wrapped);

  async function everyKeyOpens(held: readonly Held[], institution: string): Promise<boolean> {
    for (const { key, wrapped, known, ended } of held) {
      if (wrapped === null || !known || ended) return false;
      await unwrap(key, institution, wrapped);
    }
    return true;
  }

  return (asks) => {
    const holders = async (patient: string): Promise<readonly InstitutionId[]> => {
      const rows = await asks.all<{ institution: string }>(
        'select institution from patient_shares where patient = $1 and ended_at is null order by institution',
        [patient],
      );
      return rows.map(({ institution }) => id<InstitutionId>(institution));
    };
    return {
      holders,
      share: async (patient, institution) => {
        await ring.forPatient(patient);
        await asks.run(openShare, [patient, institution]);
        await wrapAll(asks, patient, institution);
      },
      unshare: async (patient, institution) => {
        const held = await heldBy(asks, [patient], institution);
        await asks.run(endShare, [patient, institution]);
        const taken = await asks.run(
          'delete from key_wraps where institution = $2 and data_key in (select id from data_keys where patient = $1)',
          [patient, institution],
        );
        if (taken > 0 && held.length > 0) {
          const fresh = { id: randomUUID(), key: new Uint8Array(randomBytes(32)) };
          await asks.run(
            'insert into data_keys (id, patient, wrapped, created_at) values ($1, $2, $3, clock_timestamp())',
            [fresh.id, patient, await ring.wrap(fresh.id, fresh.key)],
          );
          for (const holder of await holders(patient)) await addWrap(asks, fresh.id, holder, fresh.key);
        }
        return taken > 0;
      },
      endSigning: async (person, at) => {
        await asks.run(
          "update signing_keys set until_at = greatest($2, from_at), sealed = ''::bytea where owner = $1 and until_at is null",
          [person, at],
        );
      },
      mustOpen: async (patient, institution) => {
        const held = await heldBy(asks, [patient], institution);
        if (held.some(({ ended }) => ended)) throw noKey(institution);
        if (held.some(({ wrapped, known }) => wrapped === null || !known)) {
          // Apart from the page, which may only read: a wrap for somebody the rules have just let in is true whatever becomes of the page.
          await apart.run(keepShare, [patient, institution]);
          await wrapAll(apart, patient, institution);
        }
        for (const { key, wrapped } of held) if (wrapped) await unwrap(key, institution, wrapped);
      },
      opening: async (patients, institution) => {
        const held = Map.groupBy(await heldBy(asks, patients, institution), ({ patient }) => patient);
        const found = new Set<PatientId>();
        for (const patient of patients) {
          const keys = held.get(patient) ?? [];
          if (keys.length > 0 && (await everyKeyOpens(keys, institution))) found.add(patient);
        }
        return found;
      },
      openFor: async (institution, label, sealed) => {
        const dataKey = keyIdOf(sealed);
        const [row] = await asks.all<{ wrapped: Uint8Array }>(
          `select w.wrapped from key_wraps w join data_keys k on k.id = w.data_key and k.destroyed_at is null
           where w.data_key = $1 and w.institution = $2`,
          [dataKey, institution],
        );
        if (!row) throw noKey(institution);
        return openValue(await unwrap(dataKey, institution, row.wrapped), label, sealed);
      },
    };
  };
}

const heldBy = (asks: KeyAsks, patients: readonly string[], institution: string): Promise<readonly Held[]> =>
  asks.all<Held>(
    `select k.patient, k.id as key, w.wrapped, s.patient is not null as known, s.ended_at is not null as ended
     from data_keys k
     left join key_wraps w on w.data_key = k.id and w.institution = $2
     left join patient_shares s on s.patient = k.patient and s.institution = $2
     where k.patient = any($1) and k.destroyed_at is null order by k.created_at, k.id`,
    [patients, institution],
  );

const openShare = `insert into patient_shares (patient, institution) values ($1, $2)
  on conflict (patient, institution) do update set ended_at = null, since = now() where patient_shares.ended_at is not null`;
const keepShare = 'insert into patient_shares (patient, institution) values ($1, $2) on conflict do nothing';
const endShare = `insert into patient_shares (patient, institution, ended_at) values ($1, $2, now())
  on conflict (patient, institution) do update set ended_at = now() where patient_shares.ended_at is null`;

const noKey = (institution: string): Refused =>
  new Refused('vault.no-key-for-institution', `Institution ${institution} holds no key to this patient`, {
    institution,
  });
