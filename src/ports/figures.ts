import type { AlertCount, Course } from '../domain/figures/course.ts';
import type { InstitutionId } from '../domain/ids.ts';

/** What is counted, of the referrals that these institutions sent or received and that were begun since then. Drills are never among them. */
export interface FiguresReader {
  /** The newest first, at most `limit`. */
  courses(places: readonly InstitutionId[], since: Date, limit: number): Promise<readonly Course[]>;
  alerts(places: readonly InstitutionId[], since: Date): Promise<readonly AlertCount[]>;
}
