/**
 * A second, tiny model of who may do what, written from the law and product text and not from the rules in config/policy. Where the two differ, one of them
 * is wrong. Numbers are the behaviours of the Hong Kong law page.
 */
export const roles = [
  'clinician',
  'consultant',
  'nurse',
  'coordinator',
  'records',
  'privacy-officer',
  'administrator',
  'auditor',
  'none',
] as const;
export const sides = ['sending', 'receiving', 'elsewhere'] as const;
export const parts = ['none', 'author', 'asked', 'signer', 'holder', 'team'] as const;
export const parcels = ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents', 'sensitive'] as const;
export const states = [
  'draft',
  'awaiting-sign-off',
  'sent',
  'delivered',
  'opened',
  'accepted',
  'declined',
  'redirected',
  'booked',
  'attended',
  'did-not-attend',
  'answered',
  'closed',
  'cancelled',
] as const;
export const looks = ['read', 'copy'] as const;
export const whys = ['care', 'emergency', 'duty', 'audit', 'patient-request'] as const;
export const deeds = [
  'know',
  'list',
  'trail',
  'write',
  'record-consent',
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
export const duties = [
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

/** How the patient decided, and what of it holds now for somebody of the receiving institution. */
export const decisions = {
  'never asked': [],
  'everything ordinary': ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
  'medicines and allergies': ['medicines', 'allergies'],
  'sensitive, asked alone': ['sensitive'],
  refused: [],
  withdrawn: [],
  'at its end': [],
  'not begun': [],
  'to another institution': [],
  'two, of which one is narrower': ['allergies'],
  'given, but imaging refused': ['problems', 'medicines', 'allergies', 'results', 'documents'],
} as const satisfies Record<string, readonly (typeof parcels)[number][]>;
export type Decision = keyof typeof decisions;

/** Emergency access: none, the emergency set (10), more after a second reason (10), over after 24 hours (11), somebody else's. */
export const emergencies = {
  none: [],
  'the emergency set': ['allergies', 'medicines', 'problems'],
  'more, with a second reason': ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
  over: [],
  "a colleague's": [],
} as const satisfies Record<string, readonly (typeof parcels)[number][]>;
export type Emergency = keyof typeof emergencies;

export type Somebody = {
  readonly role: (typeof roles)[number];
  readonly side: (typeof sides)[number];
  readonly part: (typeof parts)[number];
  readonly present: boolean;
  readonly state: (typeof states)[number];
  readonly signed: boolean;
};
export type Look = Somebody & {
  readonly look: (typeof looks)[number];
  readonly parcel: (typeof parcels)[number];
  readonly decision: Decision;
  readonly emergency: Emergency;
  readonly why: (typeof whys)[number];
  readonly saidWhy: boolean;
  readonly extraReason: boolean;
  readonly requestOpen: boolean;
};

const isDoctor = ({ role }: Somebody) => role === 'clinician' || role === 'consultant';
const isDesk = ({ role }: Somebody) => role === 'nurse' || role === 'coordinator';
const treats = (who: Somebody) => isDoctor(who) || isDesk(who);
const isOver = ({ state }: Somebody) => state === 'closed' || state === 'cancelled';
const hasLeftTheHouse = ({ state, signed }: Somebody) => signed && state !== 'draft' && state !== 'awaiting-sign-off';
const onDuty = ({ role }: Somebody, ...wanted: readonly string[]) => wanted.includes(role);

/** 18: in the care team of an open referral, or with one's own hand in it, on the right side of it (30). */
function belongs(who: Somebody): boolean {
  const ownHand =
    (who.side === 'sending' && ['author', 'asked', 'signer'].includes(who.part)) ||
    (who.side === 'receiving' && who.part === 'holder');
  const inTeam = !isOver(who) && who.side !== 'elsewhere' && who.part === 'team';
  return ownHand || inTeam || (!isOver(who) && isDesk(who));
}

/** May they look at this parcel? */
export function mayLook(who: Look): boolean {
  if (!who.present) return false; // leaving ends everything
  const restricted = who.parcel === 'sensitive';
  const inEmergency = emergenciesOpen(who);
  const forThePatient = who.why === 'patient-request' && who.requestOpen;
  const wroteIt = who.side === 'sending' && who.part === 'author';
  const signsIt = who.side === 'sending' && (who.part === 'asked' || who.part === 'signer');

  if (restricted) {
    // 23
    const isMeant = isDoctor(who) || wroteIt || (who.role === 'privacy-officer' && who.why === 'patient-request');
    if (!isMeant) return false;
    if (!wroteIt && !signsIt && !who.extraReason && !forThePatient) return false;
  }
  if (!belongs(who) && !who.saidWhy && !forThePatient && !emergencies[who.emergency].some((one) => one === who.parcel))
    return false; // 18

  if (who.side === 'sending' && treats(who)) return true; // the institution's own record
  if (who.side === 'receiving' && treats(who) && hasLeftTheHouse(who) && agreed(who)) return true; // 1, 2, 3, 4
  if (who.look === 'read' && inEmergency) return true; // 9 to 11
  const heldHere = who.side === 'sending' || (who.side === 'receiving' && hasLeftTheHouse(who));
  return heldHere && forThePatient && onDuty(who, 'records', 'privacy-officer'); // 27
}

const agreed = ({ decision, parcel }: Look): boolean => decisions[decision].some((one) => one === parcel);

function emergenciesOpen(who: Look): boolean {
  const opened = emergencies[who.emergency].some((one) => one === who.parcel);
  return opened && isDoctor(who) && (hasLeftTheHouse(who) || who.side === 'sending');
}

/** May they take this step, or know of it? */
export function mayDeed(who: Somebody, deed: (typeof deeds)[number]): boolean {
  if (!who.present || who.side === 'elsewhere') return false;
  const sends = who.side === 'sending';
  const receives = who.side === 'receiving';
  const inside = who.state === 'draft' || who.state === 'awaiting-sign-off';
  const reached = sends || hasLeftTheHouse(who);
  switch (deed) {
    case 'know':
      return who.role !== 'none';
    case 'list':
      if (receives) return treats(who) && !inside;
      if (inside && (who.part === 'author' || who.part === 'asked')) return true;
      return treats(who) && who.state !== 'draft';
    case 'trail':
      return reached && (treats(who) || onDuty(who, 'privacy-officer', 'auditor'));
    case 'write':
      return sends && treats(who);
    case 'record-consent':
      return reached && (treats(who) || onDuty(who, 'privacy-officer'));
    case 'ask-sign-off':
    case 'revise':
    case 'resend':
    case 'cancel':
      return sends && isDoctor(who);
    case 'sign':
    case 'refuse':
      return sends && isDoctor(who) && (who.part === 'asked' || who.part === 'signer');
    case 'accept':
    case 'decline':
    case 'redirect':
    case 'answer':
      return receives && isDoctor(who);
    case 'book':
    case 'attended':
    case 'missed':
      return receives && treats(who);
    case 'close':
      return isDoctor(who) && (who.state === 'did-not-attend' ? receives : sends);
    case 'handover':
      return receives && ((who.part === 'holder' && who.role !== 'none') || onDuty(who, 'consultant', 'coordinator'));
  }
}

/** May they do it at an institution? `own` when it is the one they stand for. */
export function mayDuty(who: Pick<Somebody, 'role' | 'present'>, duty: (typeof duties)[number], own: boolean): boolean {
  if (!who.present || !own || who.role === 'none') return false;
  const doctors = ['clinician', 'consultant'];
  const meant: Record<(typeof duties)[number], readonly string[]> = {
    begin: [...doctors, 'nurse', 'coordinator'],
    search: roles,
    directory: roles,
    'take-emergency': doctors,
    'review-emergency': ['privacy-officer'],
    'answer-rights': ['privacy-officer', 'records'],
    'keep-registers': ['privacy-officer'],
    erase: ['privacy-officer'],
    audit: ['auditor', 'privacy-officer'],
    administer: ['administrator', 'privacy-officer'],
    // Who is on duty is planned by who answers for the desk; what stands open is taken by whoever treats or coordinates.
    'plan-roster': ['coordinator', 'consultant', 'administrator'],
    'take-over': [...doctors, 'nurse', 'coordinator'],
    // Counts point to nobody: who steers a service sees them.
    figures: ['coordinator', 'consultant', 'administrator'],
    // A drill is about nobody; who answers for the hotline holds it.
    drill: ['consultant', 'administrator'],
  };
  return meant[duty].includes(who.role);
}
