import type { ClinicianId, Id, InstitutionId, PatientId, ReferralId } from '../ids.ts';
import { clinicalRoles, deskRoles, hasRole, type Person } from '../people/person.ts';
import type { Referral } from '../referral/referral.ts';
import { Refused } from '../refused.ts';

export type ConsultationId = Id<'Consultation'>;

/** What a question points at: a fact of the referral by its kind and name, a file, or a drawing on an image. */
export type Pin =
  | { readonly on: 'finding'; readonly type: string; readonly name: string }
  | { readonly on: 'document'; readonly upload: string }
  | { readonly on: 'image'; readonly annotation: string };

/** Who is asked: one colleague, or whoever has the case at one institution. */
export type AskedOf = { readonly at: InstitutionId; readonly person?: ClinicianId };

/** Each state carries only what that state knows. */
export type QuestionStanding =
  | { readonly state: 'asked'; readonly since: Date }
  | { readonly state: 'seen'; readonly since: Date; readonly asked: Date; readonly by: ClinicianId }
  | { readonly state: 'answered'; readonly since: Date; readonly by: ClinicianId }
  | { readonly state: 'taken-back'; readonly since: Date };

/** One question on one referral and all that is said of it. What is said is kept apart, sealed; this holds ids, states and times. */
export type Consultation = {
  readonly id: ConsultationId;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  /** Where the asker stood. */
  readonly from: InstitutionId;
  readonly of: AskedOf;
  readonly pin?: Pin;
  readonly askedAt: Date;
  readonly standing: QuestionStanding;
  /** Counts what was said: of two who write at once, the later one sees the earlier's words first. */
  readonly version: number;
};

const careRoles = [...clinicalRoles, ...deskRoles] as const;

/** A doctor of either side asks. */
export const mayAsk = (person: Person, { from, to }: Pick<Referral, 'from' | 'to'>): boolean =>
  [from, to].some((where) => hasRole(person, where, ...clinicalRoles));

/** Whoever was asked by name, and those of the same place who care for patients: a cover doctor answers for a colleague. Never the asker. */
export const mayAnswer = (person: Person, { by, of }: Pick<Consultation, 'by' | 'of'>): boolean =>
  !person.left && person.id !== by && (person.id === of.person || hasRole(person, of.at, ...careRoles));

export const isWaiting = ({ standing }: Pick<Consultation, 'standing'>): boolean =>
  standing.state === 'asked' || standing.state === 'seen';

/** Since when an answer is waited for; undefined when none is. */
export function waitsSince({ standing }: Pick<Consultation, 'standing'>): Date | undefined {
  if (standing.state === 'asked') return standing.since;
  return standing.state === 'seen' ? standing.asked : undefined;
}

/** Somebody who may answer read the question. Only the first look counts; no word was added, so the version stays. */
export const see = (one: Consultation, by: Person, at: Date): Consultation =>
  one.standing.state === 'asked' && mayAnswer(by, one)
    ? { ...one, standing: { state: 'seen', since: at, asked: one.standing.since, by: by.id } }
    : one;

/**
 * Something more is said in the thread. The asker's words ask (again): the waiting begins anew; the words of whoever may answer answer.
 * Refuses `consultation.over` for a question that was taken back and `consultation.not-yours` for everybody else.
 */
export function speak(one: Consultation, by: Person, at: Date): Consultation {
  if (one.standing.state === 'taken-back') throw over(one);
  if (by.id === one.by && !by.left) return next(one, { state: 'asked', since: at });
  if (!mayAnswer(by, one)) throw new Refused('consultation.not-yours', `Question ${one.id} waits for somebody else`);
  return next(one, { state: 'answered', since: at, by: by.id });
}

/** The asker takes an unanswered question back; twice is once. Refuses `consultation.not-yours`, and `consultation.over` once it was answered. */
export function takeBack(one: Consultation, by: ClinicianId, at: Date): Consultation {
  if (by !== one.by) throw new Refused('consultation.not-yours', `Question ${one.id} was asked by somebody else`);
  if (one.standing.state === 'taken-back') return one;
  if (one.standing.state === 'answered') throw over(one);
  return next(one, { state: 'taken-back', since: at });
}

const next = (one: Consultation, standing: QuestionStanding): Consultation => ({
  ...one,
  standing,
  version: one.version + 1,
});

const over = ({ id, standing }: Consultation): Refused =>
  new Refused('consultation.over', `Question ${id} is ${standing.state}`, { state: standing.state });

/** How long after its end a referral may still be asked about, in days. */
export const askableDays = 30;

/** Open, or ended not long ago. */
export const mayBeAskedAbout = ({ standing }: Pick<Referral, 'standing'>, now: Date): boolean =>
  (standing.state !== 'closed' && standing.state !== 'cancelled') ||
  now.getTime() - standing.since.getTime() <= askableDays * 24 * 60 * 60_000;
