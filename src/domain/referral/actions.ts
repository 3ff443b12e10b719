import { clinicalRoles, deskRoles, hasRole, type Person } from '../people/person.ts';
import { allowed, type MoveName } from './moves.ts';
import { isSigned, type Referral } from './referral.ts';

/** What a person can ask for. Most are one step of the referral's life; handing over changes only who holds it. */
export const actionNames = [
  'ask-sign-off',
  'sign',
  'refuse',
  'accept',
  'decline',
  'redirect',
  'book',
  'attended',
  'missed',
  'answer',
  'close',
  'handover',
  'cancel',
  'resend',
  'revise',
] as const;
export type ActionName = (typeof actionNames)[number];

const moveOf: Readonly<Record<Exclude<ActionName, 'handover'>, MoveName>> = {
  'ask-sign-off': 'ask-sign-off',
  sign: 'sign',
  refuse: 'refuse-sign-off',
  accept: 'accept',
  decline: 'decline',
  redirect: 'redirect',
  book: 'book',
  attended: 'attend',
  missed: 'miss',
  answer: 'answer',
  close: 'close',
  cancel: 'cancel',
  resend: 'resend',
  revise: 'revise',
};

/** What must come with an action, beside the tap. */
export type Needs = 'nothing' | 'reason' | 'decline-reason' | 'time' | 'words' | 'person' | 'hotline' | 'cancel-reason';

export const needsOf = (name: ActionName): Needs => {
  switch (name) {
    case 'refuse':
      return 'reason';
    case 'decline':
      return 'decline-reason';
    case 'redirect':
      return 'hotline';
    case 'book':
      return 'time';
    case 'answer':
      return 'words';
    case 'handover':
      return 'person';
    case 'cancel':
      return 'cancel-reason';
    case 'ask-sign-off':
    case 'sign':
    case 'accept':
    case 'attended':
    case 'missed':
    case 'close':
    case 'resend':
    case 'revise':
      return 'nothing';
  }
};

/** Asked once more, with the code and the target, before it is done. */
export const isIrreversible = (name: ActionName): boolean =>
  ['decline', 'redirect', 'close', 'cancel', 'missed'].includes(name);

/** May this person do it to this referral as it stands? */
export function mayDo(person: Person, referral: Referral, name: ActionName): boolean {
  if (person.left) return false;
  if (name === 'handover') return mayHandOver(person, referral);
  return allowed[referral.standing.state].includes(moveOf[name]) && mayInPrinciple(person, referral, name);
}

/** Every action open to this person now, the most natural first: another visit is booked last by whoever can answer, close, or say (with `now`) that the patient came. */
export function actionsFor(person: Person, referral: Referral, now?: Date): readonly ActionName[] {
  const open = actionNames.filter((name) => mayDo(person, referral, name));
  const { standing } = referral;
  const isOver =
    standing.state === 'attended' ||
    standing.state === 'answered' ||
    (standing.state === 'booked' && now !== undefined && standing.visit.at <= now);
  return isOver ? open.toSorted((one, other) => Number(one === 'book') - Number(other === 'book')) : open;
}

function mayInPrinciple(person: Person, referral: Referral, name: Exclude<ActionName, 'handover'>): boolean {
  const { standing } = referral;
  const sends = hasRole(person, referral.from, ...clinicalRoles);
  const receives = hasRole(person, referral.to, ...clinicalRoles);
  const receivesOrRunsDesk = receives || hasRole(person, referral.to, ...deskRoles);
  switch (name) {
    case 'ask-sign-off':
      return sends;
    case 'sign':
    case 'refuse':
      return standing.state === 'awaiting-sign-off' && standing.asked === person.id;
    case 'revise':
    case 'resend':
      return sends && (name === 'revise' || isSigned(referral));
    case 'accept':
    case 'decline':
    case 'redirect':
    case 'answer':
      return receives;
    case 'book':
    case 'attended':
    case 'missed':
      return receivesOrRunsDesk;
    case 'close':
      return standing.state === 'did-not-attend' ? receives : sends;
    case 'cancel':
      return sends;
  }
}

function mayHandOver(person: Person, referral: Referral): boolean {
  const heldStates = ['accepted', 'booked', 'attended', 'did-not-attend'];
  if (!heldStates.includes(referral.standing.state)) return false;
  return referral.heldBy === person.id || hasRole(person, referral.to, 'coordinator', 'consultant');
}
