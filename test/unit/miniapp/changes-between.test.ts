import { expect, test } from 'vitest';
import type { SaidOfPatient } from '#src/contract/signing.ts';
import { changesBetween } from '../../../miniapp/screens/referral/changes-between.ts';

const said = (more: Partial<SaidOfPatient> = {}): SaidOfPatient => ({
  identity: { nameEn: 'CHAN Siu Ming', hkid: 'A123456(3)' },
  reason: 'Chest pain',
  allergiesSaid: 'given',
  medicationsSaid: 'given',
  findings: [
    { type: 'allergy', name: 'Penicillin', detail: 'rash', status: 'present', sure: true },
    { type: 'medication', name: 'Warfarin', detail: '3 mg · daily', status: 'present', sure: true },
  ],
  ...more,
});

test('two versions that say the same differ in nothing', () => {
  expect(changesBetween(said(), said())).toEqual([]);
});

test('another dose shows what stands there now and what stood there before', () => {
  const [allergy, warfarin] = said().findings;
  if (!allergy || !warfarin) throw new Error('no findings');
  const now = said({ findings: [allergy, { ...warfarin, detail: '2 mg · daily' }] });
  expect(changesBetween(said(), now)).toEqual([
    { part: 'medicines', added: ['Warfarin · 2 mg · daily'], gone: ['Warfarin · 3 mg · daily'] },
  ]);
});

test('an allergy that is gone comes before a reason that was added, and the same line twice is missed once', () => {
  const [allergy, warfarin] = said().findings;
  if (!allergy || !warfarin) throw new Error('no findings');
  const before = said({ findings: [allergy, warfarin, warfarin] });
  const now = said({ reason: 'Chest pain at rest', findings: [warfarin] });
  expect(changesBetween(before, now)).toEqual([
    { part: 'allergies', added: [], gone: ['Penicillin · rash'] },
    { part: 'medicines', added: [], gone: ['Warfarin · 3 mg · daily'] },
    { part: 'reason', added: ['Chest pain at rest'], gone: ['Chest pain'] },
  ]);
});
