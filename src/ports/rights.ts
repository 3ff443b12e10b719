import type { Happening } from '../domain/happening.ts';
import type { InstitutionId, PatientId, ReferralId } from '../domain/ids.ts';
import type { Breach, BreachId } from '../domain/rights/breach.ts';
import type { RequestId, RightsRequest } from '../domain/rights/request.ts';
import type { Certificate, HoldId, LegalHold } from '../domain/rights/retention.ts';

/** Patients' requests, legal holds, erasures, and the register of breaches. */
export interface RightsReader {
  request(id: RequestId): Promise<RightsRequest | undefined>;
  /** Newest first; open ones before those that ended. */
  requests(institutions: readonly InstitutionId[], limit: number): Promise<readonly RightsRequest[]>;
  /** Open requests of all institutions, the oldest first. */
  open(limit: number): Promise<readonly RightsRequest[]>;
  holds(about: {
    readonly patient?: PatientId;
    readonly institutions?: readonly InstitutionId[];
  }): Promise<readonly LegalHold[]>;
  hold(id: HoldId): Promise<LegalHold | undefined>;
  certificates(institutions: readonly InstitutionId[]): Promise<readonly Certificate[]>;
  /** Begun and not done yet. */
  unfinished(limit: number): Promise<readonly Certificate[]>;
  breaches(institutions: readonly InstitutionId[]): Promise<readonly Breach[]>;
  breach(id: BreachId): Promise<Breach | undefined>;
  /** Everything the trail holds of a patient and of their referrals. */
  trailOf(patient: PatientId, referrals: readonly ReferralId[]): Promise<readonly Happening[]>;
  /** What the chains of these institutions hold between two moments, in order. */
  entriesAt(
    institutions: readonly InstitutionId[],
    span: { readonly from: Date; readonly until: Date },
  ): Promise<readonly { readonly chain: string; readonly seq: number; readonly happening: Happening }[]>;
  /** Patients all of whose referrals ended, nothing happened since `before`. */
  quiet(
    before: Date,
    limit: number,
  ): Promise<readonly { readonly patient: PatientId; readonly institution: InstitutionId; readonly last: Date }[]>;
}

export interface Rights extends RightsReader {
  keepRequest(request: RightsRequest): Promise<void>;
  keepHold(hold: LegalHold): Promise<void>;
  keepCertificate(certificate: Certificate): Promise<void>;
  keepBreach(breach: Breach): Promise<void>;
  /** Takes every row away that is said of a patient; gives how many of each table, and the files to remove. The trail keeps its ids. */
  erase(
    patient: PatientId,
  ): Promise<{ readonly rows: Readonly<Record<string, number>>; readonly files: readonly string[] }>;
  /** The keys of the refusal log that are older than it is kept. Gives how many went. */
  forgetRequests(before: Date): Promise<number>;
}
