import type { CaseFacts, Circumstances, Judge, Post, Question } from '#src/domain/access/question.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import type { Role } from '#src/domain/people/person.ts';

type Probe = { readonly says: string; readonly must: boolean; readonly ask: Question };

const here = id<InstitutionId>('probe-sender');
const there = id<InstitutionId>('probe-receiver');
const someone = (name: string, at: InstitutionId, ...roles: readonly Role[]): Post => ({
  person: id<ClinicianId>(`probe-${name}`),
  at,
  roles,
  present: true,
});

const author = someone('author', here, 'clinician');
const signer = someone('signer', here, 'consultant');
const receiver = someone('receiver', there, 'clinician');
const nurse = someone('nurse', there, 'nurse');
const officer = someone('officer', here, 'privacy-officer');
const manager = someone('manager', here, 'administrator');
const auditor = someone('auditor', here, 'auditor');
const stranger = someone('stranger', id<InstitutionId>('probe-elsewhere'), 'consultant');

const draft: CaseFacts = {
  from: here,
  to: there,
  author: author.person,
  senders: [signer.person],
  receivers: [receiver.person],
  state: 'draft',
  sent: false,
  open: true,
};
const awaiting: CaseFacts = { ...draft, state: 'awaiting-sign-off', asked: signer.person };
const sent: CaseFacts = { ...draft, state: 'delivered', sent: true, signer: signer.person };

const plain: Circumstances = {
  category: 'allergies',
  purpose: 'care',
  shared: [],
  emergency: [],
  needSaid: false,
  reasonGiven: false,
  requestOpen: false,
};
const read = (who: Post, referral: CaseFacts, more: Partial<Circumstances> = {}): Question => ({
  about: 'reading',
  who,
  action: 'read',
  referral,
  circumstances: { ...plain, ...more },
});
const agreed = { shared: ['allergies'] } as const;

/** What every set of rules must keep true: care goes on, duties can be done, and nobody reads who has no business to. */
const probes: readonly Probe[] = [
  { says: 'a doctor begins a referral', must: true, ask: { about: 'house', who: author, action: 'begin', at: here } },
  { says: 'an author reads what they wrote', must: true, ask: read(author, draft) },
  { says: 'who is asked to sign reads it', must: true, ask: read(signer, awaiting) },
  {
    says: 'who is asked to sign signs',
    must: true,
    ask: { about: 'case', who: signer, action: 'sign', referral: awaiting },
  },
  { says: 'a receiving doctor reads what the patient shares', must: true, ask: read(receiver, sent, agreed) },
  {
    says: 'a receiving doctor accepts',
    must: true,
    ask: { about: 'case', who: receiver, action: 'accept', referral: sent },
  },
  { says: 'a receiving nurse books', must: true, ask: { about: 'case', who: nurse, action: 'book', referral: sent } },
  {
    says: 'a sending doctor closes',
    must: true,
    ask: { about: 'case', who: author, action: 'close', referral: { ...sent, state: 'answered' } },
  },
  {
    says: 'a doctor takes emergency access',
    must: true,
    ask: { about: 'house', who: receiver, action: 'take-emergency', at: there },
  },
  {
    says: 'a privacy officer reviews emergency access',
    must: true,
    ask: { about: 'house', who: officer, action: 'review-emergency', at: here },
  },
  {
    says: 'an administrator administers',
    must: true,
    ask: { about: 'house', who: manager, action: 'administer', at: here },
  },
  { says: 'an auditor checks the trail', must: true, ask: { about: 'house', who: auditor, action: 'audit', at: here } },
  {
    says: 'a patient sees their own record',
    must: true,
    ask: { about: 'patient', who: id<PatientId>('probe-p'), action: 'own-record', patient: id<PatientId>('probe-p') },
  },

  { says: 'somebody who has left reads', must: false, ask: read({ ...author, present: false }, draft) },
  { says: 'a receiving doctor reads without consent', must: false, ask: read(receiver, sent) },
  {
    says: 'a receiving doctor reads a part that was not shared',
    must: false,
    ask: read(receiver, sent, { ...agreed, category: 'imaging' }),
  },
  {
    says: 'a receiving doctor reads before it was signed and sent',
    must: false,
    ask: read(receiver, awaiting, agreed),
  },
  { says: 'a stranger reads', must: false, ask: read(stranger, sent, { ...agreed, needSaid: true }) },
  {
    says: 'an administrator reads by that role alone',
    must: false,
    ask: read(manager, sent, { ...agreed, needSaid: true, purpose: 'duty' }),
  },
  {
    says: 'a privacy officer reads without a request of the patient',
    must: false,
    ask: read(officer, sent, { ...agreed, needSaid: true, purpose: 'duty' }),
  },
  { says: 'an auditor reads', must: false, ask: read(auditor, sent, { ...agreed, needSaid: true, purpose: 'audit' }) },
  {
    says: 'restricted data is read without an extra reason',
    must: false,
    ask: read(receiver, sent, { shared: ['sensitive'], category: 'sensitive' }),
  },
  {
    says: 'a patient sees the record of another',
    must: false,
    ask: { about: 'patient', who: id<PatientId>('probe-p'), action: 'own-record', patient: id<PatientId>('probe-q') },
  },
  {
    says: 'somebody who was not asked signs',
    must: false,
    ask: { about: 'case', who: receiver, action: 'sign', referral: awaiting },
  },
];

/** Each probe the rules answer wrongly, in a sentence. */
export const brokenProbes = (judge: Judge): readonly string[] =>
  probes.flatMap(({ says, must, ask }) =>
    judge(ask).allowed === must ? [] : [must ? `nobody would be let through: ${says}` : `this would be open: ${says}`],
  );
