import type { ReferralLine, ReferralShown, Work } from '#src/contract/referral.ts';
import type { HotlineShown, Me, Setup } from '#src/contract/session.ts';

const minutes = (n: number): string => new Date(Date.now() + n * 60_000).toISOString();

export const tmh = { en: 'Tuen Mun Hospital', zhHant: '屯門醫院', zhHans: '屯门医院' };
export const twc = { en: 'Tsuen Wan Family Clinic', zhHant: '荃灣家庭診所', zhHans: '荃湾家庭诊所' };
export const alvin = { en: 'Dr Alvin Ho', zhHant: '何俊彥醫生' };
export const lam = { en: 'Dr Lam', zhHant: '林芷若醫生' };
export const cheung = { en: 'Dr Cheung', zhHant: '張詠琳醫生' };
export const yip = { en: 'Nurse Yip', zhHant: '葉美玲姑娘' };
export const hash = '9f2c4be1d07a56883f1e0c9d7b24a6f5e8d3c1b09a7f6e5d4c3b2a190817263a';

export const setup: Setup = {
  product: 'Baton',
  pretendDingTalk: true,
  tenants: [{ corpId: 'dingshared', clientId: 'dingbaton', name: 'Shared hotline' }],
  uploadLimitBytes: 200 * 1024 * 1024,
};

export const hotlines: readonly HotlineShown[] = [
  {
    id: 'tm-cardio',
    name: {
      en: 'Tuen Mun Cardiovascular Referral Hotline',
      zhHant: '屯門心血管轉介熱線',
      zhHans: '屯门心血管转介热线',
    },
    receiving: twc,
    urgencies: ['emergency', 'urgent', 'semi-urgent', 'routine', 'advice'],
  },
  {
    id: 'tm-resp',
    name: { en: 'Tuen Mun Respiratory Hotline', zhHant: '屯門呼吸科熱線', zhHans: '屯门呼吸科热线' },
    receiving: twc,
    urgencies: ['urgent', 'routine'],
  },
];

export const aMe = (csrf: string): Me => ({
  person: 'lam',
  name: lam,
  language: 'en',
  works: [{ institution: 'tmh', name: tmh, roles: ['consultant'] }],
  corpId: 'dingshared',
  csrf,
  until: minutes(8 * 60),
});

const note =
  'Chan Siu Ming, A123456(3), M, 14/03/1961. Chest pain since 02:00, radiating to left arm. PMH: HT, T2DM.\nOn aspirin 80 mg daily, metformin 500 mg BD, ?warfarin. Allergic to penicillin (rash, lip swelling).\nTrop I 85 ng/L at 03:10, K 5.9. BP 158/92. Please see urgently for early angiogram.';

/** The chest pain of the product's story, as a consultant who is asked to sign sees it. */
export const aReferralShown = (more: Partial<ReferralShown> = {}): ReferralShown => ({
  id: 'ref-chest-pain',
  code: 'B7K-42Q',
  state: 'awaiting-sign-off',
  urgency: 'emergency',
  from: tmh,
  to: twc,
  hotline: hotlines[0]?.name ?? tmh,
  author: alvin,
  steps: [
    { state: 'draft', is: 'done', at: minutes(-14), by: alvin },
    { state: 'awaiting-sign-off', is: 'now', at: minutes(-3), by: alvin },
    { state: 'sent', is: 'todo' },
    { state: 'delivered', is: 'todo' },
    { state: 'opened', is: 'todo' },
    { state: 'accepted', is: 'todo' },
    { state: 'booked', is: 'todo' },
    { state: 'attended', is: 'todo' },
    { state: 'answered', is: 'todo' },
    { state: 'closed', is: 'todo' },
  ],
  clock: { owner: lam, ownerIsMe: true, due: minutes(2), overdue: false },
  version: 4,
  contentVersion: 3,
  identity: {
    nameEn: 'CHAN Siu Ming',
    nameZh: '陳小明',
    hkid: 'A123456(3)',
    hkidValid: true,
    birth: '1961-03-14',
    sex: 'male',
    phone: '9123 4567',
  },
  patientLine: 'C.S.M. · •••563',
  reason: 'Chest pain since 02:00 with raised troponin. Please see urgently for early angiogram.',
  question: 'Angiogram within 24 hours?',
  history: 'Hypertension and type 2 diabetes. Non-smoker.',
  allergiesSaid: 'given',
  medicationsSaid: 'given',
  findings: [
    {
      type: 'allergy',
      name: 'Penicillin',
      detail: 'rash, lip swelling',
      status: 'present',
      sure: true,
      quote: 'Allergic to penicillin (rash, lip swelling)',
    },
    { type: 'problem', name: 'Hypertension', status: 'present', sure: true, quote: 'PMH: HT, T2DM' },
    { type: 'problem', name: 'Type 2 diabetes mellitus', status: 'present', sure: true, quote: 'PMH: HT, T2DM' },
    { type: 'problem', name: 'Ischaemic heart disease', status: 'present', sure: true, family: true },
    {
      type: 'medication',
      name: 'Aspirin',
      detail: '80 mg · daily',
      status: 'present',
      sure: true,
      quote: 'On aspirin 80 mg daily',
    },
    { type: 'medication', name: 'Metformin', detail: '500 mg · twice daily', status: 'present', sure: true },
    { type: 'medication', name: 'Warfarin', status: 'present', sure: false, quote: '?warfarin' },
    {
      type: 'result',
      name: 'Troponin I',
      value: '85',
      unit: 'ng/L',
      flag: 'critical-high',
      detail: '0–34',
      status: 'present',
      sure: true,
      quote: 'Trop I 85 ng/L at 03:10',
    },
    { type: 'result', name: 'Potassium', value: '5.9', unit: 'mmol/L', flag: 'high', status: 'present', sure: true },
    {
      type: 'vital',
      name: 'Blood pressure',
      value: '158/92',
      unit: 'mmHg',
      flag: 'high',
      status: 'present',
      sure: true,
    },
    { type: 'vital', name: 'Heart rate', value: '88', unit: '/min', flag: 'normal', status: 'present', sure: true },
  ],
  notes: [{ by: alvin, at: minutes(-14), text: note }],
  consent: {
    given: true,
    how: 'spoken',
    scope: ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
    at: minutes(-6),
  },
  hidden: [],
  restrictedNeedsReason: false,
  gaps: [],
  files: [
    {
      id: 'file-ecg',
      name: 'ECG 0312.png',
      kind: 'photo',
      mime: 'image/png',
      bytes: 48_211,
      state: 'filed',
      at: minutes(-12),
    },
    {
      id: 'file-bloods',
      name: 'Bloods.pdf',
      kind: 'pdf',
      mime: 'application/pdf',
      bytes: 182_004,
      state: 'filed',
      at: minutes(-12),
    },
    {
      id: 'file-voice',
      name: 'Voice note.wav',
      kind: 'audio',
      mime: 'audio/wav',
      bytes: 96_000,
      state: 'kept',
      at: minutes(-11),
    },
    { id: 'file-odd', name: 'setup.exe', state: 'refused', refusal: 'upload.unreadable-type', at: minutes(-11) },
  ],
  duplicates: [],
  actions: [
    { name: 'sign', needs: 'nothing', confirm: false, primary: true },
    { name: 'refuse', needs: 'reason', confirm: false, primary: false },
    { name: 'cancel', needs: 'cancel-reason', confirm: true, primary: false },
  ],
  seenBy: [{ who: lam, at: minutes(-2) }],
  happenings: [
    { at: minutes(-14), what: 'draft-started', by: alvin },
    { at: minutes(-12), what: 'upload-kept', by: alvin },
    { at: minutes(-3), what: 'sign-off-asked', by: alvin, detail: hash },
    { at: minutes(-3), what: 'moved', by: alvin, from: 'draft', to: 'awaiting-sign-off' },
    { at: minutes(-2), what: 'record-opened', by: lam },
  ],
  ...more,
});

export const aDraft = (more: Partial<ReferralShown> = {}): ReferralShown => {
  const { consent: _none, question: _unasked, ...rest } = aReferralShown();
  return {
    ...rest,
    id: 'ref-draft',
    code: 'K3P-9WD',
    state: 'draft',
    urgency: 'urgent',
    author: lam,
    identity: { nameEn: 'WONG Mei Ling', hkid: 'B234567(1)', hkidValid: false, sex: 'female' },
    patientLine: 'W.M.L. · •••671',
    allergiesSaid: 'not-said',
    findings: rest.findings.filter(({ type }) => type !== 'allergy'),
    files: [],
    steps: [
      { state: 'draft', is: 'now', at: minutes(-5), by: lam },
      ...rest.steps.slice(1).map(({ state }) => ({ state, is: 'todo' as const })),
    ],
    clock: { owner: lam, ownerIsMe: true, due: minutes(10), overdue: false },
    gaps: [
      { field: 'hkid', why: 'check-digit', choices: [] },
      { field: 'birth', why: 'missing', choices: [] },
      { field: 'allergies', why: 'missing', choices: ['none', 'unknown'] },
      { field: 'doubtful', why: 'doubtful', choices: ['confirm'] },
      { field: 'consent', why: 'missing', choices: ['spoken', 'signed-form', 'refused'] },
    ],
    actions: [
      { name: 'ask-sign-off', needs: 'nothing', confirm: false, primary: true },
      { name: 'cancel', needs: 'cancel-reason', confirm: true, primary: false },
    ],
    seenBy: [],
    happenings: [{ at: minutes(-5), what: 'draft-started', by: lam }],
    ...more,
  };
};

/** One that waits for this person to answer: every kind of question can be asked of it. */
export const aReceived = (more: Partial<ReferralShown> = {}): ReferralShown =>
  aReferralShown({
    id: 'ref-received',
    code: 'M2T-7XC',
    state: 'accepted',
    urgency: 'semi-urgent',
    from: twc,
    to: tmh,
    author: cheung,
    heldBy: lam,
    identity: {
      nameEn: 'LEE Ka Fai',
      nameZh: '李家輝',
      hkid: 'C345678(2)',
      hkidValid: true,
      birth: '1950',
      sex: 'male',
    },
    patientLine: 'L.K.F. · •••782',
    clock: { owner: lam, ownerIsMe: true, due: minutes(-35), overdue: true },
    allergiesSaid: 'none',
    findings: aReferralShown().findings.filter(({ type, sure }) => type !== 'allergy' && sure),
    signature: { by: cheung, at: minutes(-200), contentHash: hash, keyId: 'twc-2026-1', valid: true },
    duplicates: [{ code: 'P4R-8HJ', state: 'booked' }],
    steps: [
      { state: 'draft', is: 'done', at: minutes(-240), by: cheung },
      { state: 'awaiting-sign-off', is: 'done', at: minutes(-210), by: cheung },
      { state: 'sent', is: 'done', at: minutes(-200), by: cheung },
      { state: 'delivered', is: 'done', at: minutes(-199) },
      { state: 'opened', is: 'done', at: minutes(-150), by: lam },
      { state: 'accepted', is: 'late', at: minutes(-140), by: lam },
      { state: 'booked', is: 'todo' },
      { state: 'attended', is: 'todo' },
      { state: 'answered', is: 'todo' },
      { state: 'closed', is: 'todo' },
    ],
    actions: [
      { name: 'book', needs: 'time', confirm: false, primary: true },
      { name: 'answer', needs: 'words', confirm: false, primary: false },
      { name: 'decline', needs: 'decline-reason', confirm: true, primary: false },
      { name: 'redirect', needs: 'hotline', confirm: true, primary: false },
      { name: 'handover', needs: 'person', confirm: false, primary: false },
    ],
    seenBy: [
      { who: lam, at: minutes(-150) },
      { who: yip, at: minutes(-120) },
    ],
    ...more,
  });

export const aLine = ({
  id,
  code,
  state,
  urgency,
  patientLine,
  from,
  to,
  clock,
  version,
}: ReferralShown): ReferralLine => ({
  id,
  code,
  state,
  urgency,
  patient: patientLine,
  from,
  to,
  clock,
  startedAt: minutes(-240),
  version,
});

export const aWork = (referrals: readonly ReferralShown[]): Work => {
  const lines = referrals.map(aLine);
  const isDone = ({ state }: ReferralLine) => state === 'closed' || state === 'cancelled';
  const open = lines.filter((line) => !isDone(line));
  return {
    mine: open.filter(({ clock }) => clock.ownerIsMe),
    waiting: open.filter(({ clock }) => !clock.ownerIsMe),
    overdue: open.filter(({ clock }) => clock.overdue),
    done: lines.filter(isDone),
    now: new Date().toISOString(),
  };
};

/** What others hold, and what is over. */
export const others = (): readonly ReferralShown[] => [
  aReferralShown({
    id: 'ref-others-late',
    code: 'H6N-3VB',
    state: 'delivered',
    urgency: 'urgent',
    patientLine: 'H.T.W. · •••119',
    clock: { owner: cheung, ownerIsMe: false, due: minutes(-20), overdue: true },
    actions: [],
  }),
  aReferralShown({
    id: 'ref-others',
    code: 'X8D-5QM',
    state: 'booked',
    urgency: 'routine',
    patientLine: 'Y.S.H. · •••204',
    clock: { owner: twc, ownerIsMe: false, due: minutes(3 * 24 * 60), overdue: false },
    actions: [],
  }),
  aReferralShown({
    id: 'ref-closed',
    code: 'Q5W-2RT',
    state: 'closed',
    urgency: 'advice',
    patientLine: 'T.K.Y. · •••338',
    clock: { ownerIsMe: false, overdue: false },
    outcome: 'Echo normal. Continue present treatment; review in six months with you.',
    signature: { by: lam, at: minutes(-3000), contentHash: hash, keyId: 'tmh-2026-1', valid: true },
    actions: [],
  }),
];
