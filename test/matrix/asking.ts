import type { CaseAction, CaseFacts, HouseAction, Judge, Post, Question } from '#src/domain/access/question.ts';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { Consent, ConsentId } from '#src/domain/consent/consent.ts';
import { effectiveConsent } from '#src/domain/consent/effective.ts';
import {
  type EmergencyAccess,
  type EmergencyId,
  emergencyCategories,
  emergencyInForce,
} from '#src/domain/consent/emergency.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import {
  type Decision,
  decisions,
  type deeds,
  type duties,
  type Emergency,
  emergencies,
  type Look,
  mayDeed,
  mayDuty,
  mayLook,
  type Somebody,
} from './law.ts';

const now = new Date('2026-11-23T04:00:00Z');
const hour = 3_600_000;
const at = (hours: number): Date => new Date(now.getTime() + hours * hour);
const places = {
  sending: id<InstitutionId>('sender'),
  receiving: id<InstitutionId>('receiver'),
  elsewhere: id<InstitutionId>('elsewhere'),
};
const me = id<ClinicianId>('me');
const another = id<ClinicianId>('another');
const patient = id<PatientId>('patient');

const aConsent = (more: Partial<Consent>): Consent => ({
  id: id<ConsentId>('c1'),
  patient,
  recipient: { institution: places.receiving },
  decision: 'given',
  categories: categories.filter((one) => one !== 'sensitive'),
  purpose: 'care',
  from: at(-48),
  how: { way: 'spoken', witness: 'w' },
  wording: '1',
  recordedBy: another,
  recordedAt: at(-48),
  ...more,
});
const second = { id: id<ConsentId>('c2'), recordedAt: at(-24) };

/** The same decisions as facts, as the store would hold them. */
const consentsOf: Readonly<Record<Decision, readonly Consent[]>> = {
  'never asked': [],
  'everything ordinary': [aConsent({})],
  'medicines and allergies': [aConsent({ categories: ['medicines', 'allergies'] })],
  'sensitive, asked alone': [aConsent({ categories: ['sensitive'] })],
  refused: [aConsent({}), aConsent({ ...second, decision: 'refused', categories: [] })],
  withdrawn: [aConsent({ withdrawn: { at: at(-1), by: 'patient' } })],
  'at its end': [aConsent({ until: now })],
  'not begun': [aConsent({ from: at(1) })],
  'to another institution': [aConsent({ recipient: { institution: places.elsewhere } })],
  'two, of which one is narrower': [
    aConsent({ categories: ['allergies', 'imaging'] }),
    aConsent({ ...second, categories: ['allergies', 'medicines'] }),
  ],
  'given, but imaging refused': [aConsent({}), aConsent({ ...second, decision: 'refused', categories: ['imaging'] })],
};

const anAccess = (institution: InstitutionId, more: Partial<EmergencyAccess> = {}): EmergencyAccess => ({
  id: id<EmergencyId>('e1'),
  patient,
  person: me,
  institution,
  ground: 'life-threatening',
  words: 'unconscious in the resuscitation room',
  openedAt: at(-1),
  until: at(23),
  reviewBy: at(167),
  ...more,
});
const accessesOf = (emergency: Emergency, where: InstitutionId): readonly EmergencyAccess[] => {
  switch (emergency) {
    case 'none':
      return [];
    case 'the emergency set':
      return [anAccess(where)];
    case 'more, with a second reason':
      return [anAccess(where, { more: { at: at(-1), words: 'imaging is needed before theatre' } })];
    case 'over':
      return [anAccess(where, { openedAt: at(-24), until: now })];
    case "a colleague's":
      return [anAccess(where, { person: another })];
  }
};

const key = (decision: Decision, where: InstitutionId): string => `${decision} ${where}`;
const sharedBy = new Map<string, readonly Category[]>();
for (const decision of Object.keys(decisions) as Decision[])
  for (const where of Object.values(places))
    sharedBy.set(key(decision, where), [
      ...effectiveConsent(consentsOf[decision], { recipient: { clinician: me, institution: where }, now }).categories,
    ]);
const openedBy = new Map<string, readonly Category[]>();
for (const emergency of Object.keys(emergencies) as Emergency[]) {
  const access = emergencyInForce(accessesOf(emergency, places.receiving), { person: me, patient, now });
  const all = categories.filter((one) => one !== 'sensitive');
  openedBy.set(emergency, access ? (access.more ? all : emergencyCategories) : []);
}

const postOf = ({ role, side, present }: Pick<Somebody, 'role' | 'side' | 'present'>): Post => ({
  person: me,
  at: places[side],
  roles: role === 'none' ? [] : [role],
  present,
});

export const factsOf = ({ part, state, signed, side }: Somebody): CaseFacts => ({
  from: places.sending,
  to: places.receiving,
  author: part === 'author' ? me : another,
  ...(part === 'asked' ? { asked: me } : state === 'awaiting-sign-off' ? { asked: another } : {}),
  ...(part === 'signer' ? { signer: me } : signed ? { signer: another } : {}),
  ...(part === 'holder' ? { holder: me } : {}),
  senders: part === 'team' && side !== 'receiving' ? [me] : [another],
  receivers: part === 'team' && side !== 'sending' ? [me] : [another],
  state,
  sent: signed && state !== 'draft' && state !== 'awaiting-sign-off',
  open: state !== 'closed' && state !== 'cancelled',
});

export const lookQuestion = (look: Look): Question => ({
  about: 'reading',
  who: postOf(look),
  action: look.look,
  referral: factsOf(look),
  circumstances: {
    category: look.parcel,
    purpose: look.why,
    shared: sharedBy.get(key(look.decision, places[look.side])) ?? [],
    emergency: openedBy.get(look.emergency) ?? [],
    needSaid: look.saidWhy,
    reasonGiven: look.extraReason,
    requestOpen: look.requestOpen,
  },
});

/** Undefined where rules and law agree; else the case, for a person to judge. */
export function disagreesOnLook(judge: Judge, look: Look): string | undefined {
  const law = mayLook(look);
  const { allowed, by } = judge(lookQuestion(look));
  return allowed === law ? undefined : `law ${law}, rules ${allowed} (${by.join(', ')}): ${JSON.stringify(look)}`;
}

export function disagreesOnDeed(judge: Judge, who: Somebody, deed: (typeof deeds)[number]): string | undefined {
  const law = mayDeed(who, deed);
  const action: CaseAction = deed;
  const { allowed, by } = judge({ about: 'case', who: postOf(who), action, referral: factsOf(who) });
  return allowed === law
    ? undefined
    : `law ${law}, rules ${allowed} (${by.join(', ')}): ${deed} ${JSON.stringify(who)}`;
}

export function disagreesOnDuty(
  judge: Judge,
  who: Pick<Somebody, 'role' | 'present'>,
  duty: (typeof duties)[number],
  own: boolean,
): string | undefined {
  const law = mayDuty(who, duty, own);
  const action: HouseAction = duty;
  const post = postOf({ ...who, side: 'sending' });
  const { allowed } = judge({ about: 'house', who: post, action, at: own ? places.sending : places.elsewhere });
  return allowed === law ? undefined : `law ${law}, rules ${allowed}: ${duty} ${JSON.stringify(who)} own ${own}`;
}
