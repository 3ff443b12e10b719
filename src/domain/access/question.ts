import type { Category, Purpose } from '../consent/category.ts';
import type { Ground } from '../happening.ts';
import type { ClinicianId, InstitutionId, PatientId } from '../ids.ts';
import type { Role } from '../people/person.ts';
import { type ActionName, actionNames } from '../referral/actions.ts';
import type { State } from '../referral/referral.ts';

/** Everything a person can ask leave for. Each stands in config/policy/schema.cedarschema; who may is said by the rules beside it. */
export const readingActions = ['read', 'copy'] as const;
export type ReadingAction = (typeof readingActions)[number];

export const caseActions = ['know', 'list', 'trail', 'write', 'record-consent', ...actionNames] as const;
export type CaseAction = 'know' | 'list' | 'trail' | 'write' | 'record-consent' | ActionName;

export const houseActions = [
  'begin',
  'search',
  'directory',
  'take-emergency',
  'review-emergency',
  'answer-rights',
  'keep-registers',
  'erase',
  'audit',
  'administer',
  'plan-roster',
  'take-over',
  'figures',
  'drill',
] as const;
export type HouseAction = (typeof houseActions)[number];

export const patientActions = ['own-record', 'own-consent', 'own-trail'] as const;
export type PatientAction = (typeof patientActions)[number];

export type AccessAction = ReadingAction | CaseAction | HouseAction | PatientAction;

/** A person at one institution. Whoever works at two has two posts, and their rights are never added up. */
export type Post = {
  readonly person: ClinicianId;
  readonly at: InstitutionId;
  readonly roles: readonly Role[];
  readonly present: boolean;
};

/** What a rule may know of a referral: who has a part in it and how far it is, never what it says. */
export type CaseFacts = {
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly author: ClinicianId;
  readonly asked?: ClinicianId;
  readonly signer?: ClinicianId;
  readonly holder?: ClinicianId;
  /** The sending and the receiving side's part of the care team, by office: signers, covers, the hotline's receivers. */
  readonly senders: readonly ClinicianId[];
  readonly receivers: readonly ClinicianId[];
  readonly state: State;
  /** Signed and out of the house. */
  readonly sent: boolean;
  readonly open: boolean;
};

/** What is known besides when the question is about reading. */
export type Circumstances = {
  readonly category: Category;
  readonly purpose: Purpose;
  readonly shared: readonly Category[];
  readonly emergency: readonly Category[];
  readonly needSaid: boolean;
  readonly reasonGiven: boolean;
  readonly requestOpen: boolean;
};

/** One question to the rules. */
export type Question =
  | {
      readonly about: 'reading';
      readonly who: Post;
      readonly action: ReadingAction;
      readonly referral: CaseFacts;
      readonly circumstances: Circumstances;
    }
  | { readonly about: 'case'; readonly who: Post; readonly action: CaseAction; readonly referral: CaseFacts }
  | { readonly about: 'house'; readonly who: Post; readonly action: HouseAction; readonly at: InstitutionId }
  | {
      readonly about: 'patient';
      readonly who: PatientId;
      readonly action: PatientAction;
      readonly patient: PatientId;
    };

/** Yes or no, by which rules (their ids), and on what ground. */
export type Verdict = { readonly allowed: boolean; readonly by: readonly string[]; readonly ground?: Ground };

/** Answers questions by the house's rules. What is not clearly a yes is a no. */
export type Judge = (question: Question) => Verdict;
