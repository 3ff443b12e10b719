import type { ClinicianId } from '../domain/ids.ts';
import type { Off, Switched, SwitchSubject } from '../domain/people/switches.ts';

/** Who and what is switched off, and was. */
export interface SwitchReader {
  /** Who and what is off now: ids only. */
  off(): Promise<Off>;
  /** The times that these were off, newest first; those that last before those that ended. */
  of(subjects: readonly SwitchSubject[], limit: number): Promise<readonly Switched[]>;
}

export interface Switches extends SwitchReader {
  /** Nobody else switches anything until the page ends: two who switch at once cannot lock out the last administrator together. */
  hold(): Promise<void>;
  /** False when it is off already. */
  begin(switched: Switched): Promise<boolean>;
  /** False when it is not off. */
  end(subject: SwitchSubject, by: ClinicianId, at: Date): Promise<boolean>;
}
