import { join } from 'node:path';
import { loadKnowledge } from '#config/knowledge.ts';
import { namesFrom } from '#src/domain/letter/names.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import type { LetterAsked } from '#src/ports/letters.ts';
import { aHouse } from '#test/builders/a-house.ts';
import { aContent, later, noon } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';
import { anExportedSignOff } from '../signing/an-exported-sign-off.ts';

export const theNames = namesFrom(
  theNaming.lexicon,
  loadKnowledge(join(import.meta.dirname, '../../../config/knowledge')),
);

const read = { confidence: 0.95, source: {}, status: 'present' } as const;
const findings: readonly Finding[] = [
  { ...read, type: 'allergy', name: 'penicillin', reaction: 'anaphylaxis in 2011', severity: 'severe' },
  { ...read, type: 'allergy', name: '磺胺', reaction: '皮疹', severity: 'mild' },
  { ...read, type: 'problem', name: 'atrial fibrillation', since: '2018', whose: 'patient' },
  { ...read, type: 'problem', name: 'Essential hypertension', whose: 'patient' },
  { ...read, type: 'problem', name: 'myocardial infarction', whose: 'family' },
  {
    ...read,
    type: 'medication',
    name: 'warfarin',
    dose: '3 mg',
    frequency: 'daily',
    route: 'oral',
    course: 'current',
    at: '2018-03-01',
  },
  { ...read, type: 'medication', name: 'Panadol', dose: '500 mg', frequency: 'QID PRN', course: 'current' },
  {
    ...read,
    type: 'medication',
    name: 'metoprolol',
    dose: '25 mg',
    frequency: 'BD',
    course: 'changed',
    at: noon.toISOString(),
  },
  {
    ...read,
    type: 'medication',
    name: 'diclofenac SR',
    dose: '75 mg',
    frequency: 'BD',
    course: 'stopped',
    until: '2026-11-20',
    confidence: 0.6,
  },
  {
    ...read,
    type: 'result',
    name: 'troponin I',
    value: '86',
    unit: 'ng/L',
    range: '< 26',
    flag: 'critical-high',
    at: noon.toISOString(),
  },
  {
    ...read,
    type: 'result',
    name: 'potassium',
    value: '5.9',
    unit: 'mmol/L',
    range: '3.5–5.1',
    flag: 'high',
    at: noon.toISOString(),
  },
  { ...read, type: 'result', name: 'INR', value: '2.8', range: '2.0–3.0', at: '2026-11-22' },
  {
    ...read,
    type: 'result',
    name: 'haemoglobin',
    value: '13.2',
    unit: 'g/dL',
    range: '13.0–17.0',
    flag: 'normal',
    at: '2026-11-22',
  },
  { ...read, type: 'vital', name: 'blood pressure', value: '158/96', unit: 'mmHg', at: noon.toISOString() },
  { ...read, type: 'result', name: 'chest X-ray report', status: 'pending' },
  {
    ...read,
    type: 'procedure',
    name: 'gastroscopy',
    at: '2023-05-11',
    value: 'mild antral gastritis, H. pylori negative',
  },
  { ...read, type: 'image', name: 'ECG', at: noon.toISOString(), value: '1 mm ST depression in V4–V6' },
];

export const aFullContent = (more: Partial<ReferralContent> = {}): ReferralContent => ({
  ...aContent(),
  identity: { ...aContent().identity, phone: '9123 4567' },
  reason: 'Chest pain for 2 hours, central, radiating to the left arm; troponin rising.',
  question: 'Rate control or early angiography? Is it safe to continue warfarin 3 mg for the moment?',
  expected: 'shared-care',
  history:
    'Known atrial fibrillation since 2018, CHA2DS2-VASc 3. Woke at 04:10 with central chest tightness, 7/10, with sweating; eased to 3/10 after sublingual nitrate. No fever. Walks 20 minutes on the flat without symptoms before today.\n家人表示病人近兩星期自行服用止痛藥。',
  findings,
  allergiesSaid: 'given',
  medicationsSaid: 'given',
  uploads: [
    {
      id: 'up-1' as never,
      kind: 'photo',
      mime: 'image/jpeg',
      bytes: 1,
      sha256: 'a',
      name: 'ECG',
      addedAt: noon.toISOString(),
      addedBy: 'alvin',
    },
    {
      id: 'up-2' as never,
      kind: 'pdf',
      mime: 'application/pdf',
      bytes: 1,
      sha256: 'b',
      name: 'bloods',
      addedAt: later(1).toISOString(),
      addedBy: 'alvin',
    },
  ],
  ...more,
});

export function aLetter(more: Partial<LetterAsked> = {}): LetterAsked {
  const [tmhPlace, twcPlace] = aHouse().institutions;
  const named = (place: typeof tmhPlace) => ({ en: place?.name.en ?? '', zhHant: place?.name.zhHant ?? '' });
  return {
    signOff: {
      ...anExportedSignOff(),
      signer: { name: { en: 'Dr LAM Wai Kit', zhHant: '林偉傑醫生' }, registration: 'M12345' },
      institution: { id: 'tmh', name: named(tmhPlace) },
    },
    content: aFullContent(),
    hidden: [],
    to: { institution: named(twcPlace), service: { en: 'Family medicine', zhHant: '家庭醫學' } },
    reader: { name: { en: 'Dr CHEUNG Ka Man', zhHant: '張嘉敏醫生' }, institution: named(twcPlace), at: later(20) },
    ...more,
  };
}
