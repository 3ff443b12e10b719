import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import { emptyContent } from '#src/domain/referral/drafting.ts';
import type { Referral, Signature, Standing } from '#src/domain/referral/referral.ts';
import { alvin, lam, tmCardio, tmh, twc } from './a-house.ts';

export const noon = new Date('2026-11-23T04:00:00Z');
export const later = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

/** A referral of the cast; say only what is different today. */
export const aReferral = (more: Partial<Referral> = {}): Referral => ({
  id: id<ReferralId>('ref-1'),
  code: 'B7K-42Q',
  patient: id<PatientId>('patient-1'),
  from: tmh,
  to: twc,
  hotline: tmCardio,
  author: alvin.id,
  urgency: 'emergency',
  standing: { state: 'draft', since: noon },
  version: 1,
  contentVersion: 1,
  startedAt: noon,
  ...more,
});

export const aSignature = (more: Partial<Signature> = {}): Signature => ({
  by: lam.id,
  at: later(1),
  contentVersion: 1,
  contentHash: 'hash-1',
  keyId: 'key-1',
  signature: 'sig-1',
  via: 'card',
  ...more,
});

export const awaiting: Standing = {
  state: 'awaiting-sign-off',
  since: noon,
  asked: lam.id,
  contentHash: 'hash-1',
  contentVersion: 1,
};

/** A draft with nothing missing. */
export const aContent = (more: Partial<ReferralContent> = {}): ReferralContent => ({
  ...emptyContent,
  identity: {
    hkid: 'A123456(3)',
    hkidValid: true,
    nameEn: 'CHAN Siu Ming',
    nameZh: '陳小明',
    birth: { iso: '1967-04-01', precision: 'day' },
    sex: 'male',
  },
  reason: 'Chest pain for two hours',
  allergiesSaid: 'none',
  medicationsSaid: 'none',
  urgencySaid: true,
  consent: { given: true, how: 'spoken', scope: ['problems'], recordedBy: 'alvin', at: noon.toISOString() },
  ...more,
});
