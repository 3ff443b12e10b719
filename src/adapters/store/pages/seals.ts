import type { PatientId } from '#src/domain/ids.ts';
import type { Vault } from '#src/ports/vault.ts';

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
/** ISO instants become dates again where the shape has dates; see `revive`. */
const decode = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** Values in and out of sealed columns. `label` names the column and the row, so that a value opens only where it was put. */
export const seals = (vault: Vault) => ({
  forPatient: (patient: PatientId, label: string, value: unknown): Promise<Uint8Array> =>
    vault.seal(patient, label, encode(value)),
  openForPatient: async (patient: PatientId, label: string, sealed: Uint8Array): Promise<unknown> =>
    decode(await vault.open(patient, label, sealed)),
  forService: (label: string, value: unknown): Promise<Uint8Array> => vault.sealForService(label, encode(value)),
  openForService: async (label: string, sealed: Uint8Array): Promise<unknown> =>
    decode(await vault.openForService(label, sealed)),
});
export type Seals = ReturnType<typeof seals>;

const instants = new Set(['since', 'at', 'from', 'until']);

/** Turns the instants of a standing or a signature, written as ISO text, back into dates. */
export function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      instants.has(key) && typeof one === 'string' && /^\d{4}-\d\d-\d\dT/.test(one) ? new Date(one) : revive(one),
    ]),
  );
}
