import type { ClinicianId } from '../domain/ids.ts';

/** What seals the words somebody has typed and not yet sent, on their own device: one key for a person and a day (yyyy-mm-dd), kept sealed. */
export interface DrawerKeys {
  /** The key of that day, 32 random bytes as base64; made when there is none. */
  today(person: ClinicianId, day: string): Promise<string>;
  /** The key of that day, if one was made and not destroyed since. */
  of(person: ClinicianId, day: string): Promise<string | undefined>;
  /** From here on nothing that any of them sealed can be read. */
  destroyAllOf(person: ClinicianId): Promise<void>;
  /** Destroys those of every day before this one; gives how many. */
  destroyBefore(day: string): Promise<number>;
}
