import { randomBytes } from 'node:crypto';
import type { ClinicianId } from '#src/domain/ids.ts';
import type { DrawerKeys } from '#src/ports/drawer-keys.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = { readonly sealed: Uint8Array };

export function drawerKeysOn(sql: Sql, seals: Seals): DrawerKeys {
  const label = (person: ClinicianId, day: string) => `drawer ${person} ${day}`;
  // Written by `today` only: always a text.
  const opened = async (person: ClinicianId, day: string, row: Row | undefined): Promise<string | undefined> =>
    row && ((await seals.openForService(label(person, day), row.sealed)) as string);
  const of = async (person: ClinicianId, day: string) =>
    opened(
      person,
      day,
      await sql.one<Row>('select sealed from drawer_keys where person = $1 and day = $2', [person, day]),
    );
  return {
    of,
    today: async (person, day) => {
      const kept = await of(person, day);
      if (kept) return kept;
      const made = randomBytes(32).toString('base64');
      // Two devices may ask at once: the first key is the key.
      const row = await sql.one<Row>(
        'insert into drawer_keys (person, day, sealed) values ($1, $2, $3) on conflict (person, day) do update set sealed = drawer_keys.sealed returning sealed',
        [person, day, await seals.forService(label(person, day), made)],
      );
      return (await opened(person, day, row)) ?? made;
    },
    destroyAllOf: async (person) => void (await sql.run('delete from drawer_keys where person = $1', [person])),
    destroyBefore: (day) => sql.run('delete from drawer_keys where day < $1', [day]),
  };
}
