import { expect, test } from 'vitest';
import { type EmergencyAccess, type EmergencyId, emergencyInForce, recentOf } from '#src/domain/consent/emergency.ts';
import { type ConsentTicket, ticketStanding } from '#src/domain/consent/ticket.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { alvin, cheung, twc } from '#test/builders/a-house.ts';
import { later, noon } from '#test/builders/a-referral.ts';

const ticket = (more: Partial<ConsentTicket> = {}): ConsentTicket => ({
  id: 't',
  kind: 'decide',
  patient: id<PatientId>('patient-1'),
  referral: id<ReferralId>('ref-1'),
  consents: [],
  madeBy: alvin.id,
  madeAt: noon,
  until: later(15),
  wrongTries: 0,
  ...more,
});

test.each([
  ['fresh', ticket(), 'open'],
  ['used: a replayed QR', ticket({ usedAt: later(1) }), 'used'],
  ['closed by hand', ticket({ closedAt: later(1) }), 'closed'],
  ['five wrong birth years', ticket({ wrongTries: 5 }), 'closed'],
  ['too old', ticket({ until: later(1) }), 'expired'],
  ['from the future: the clock was set back', ticket({ madeAt: later(60), until: later(75) }), 'expired'],
  ['a withdrawing one has no end of its own', { ...ticket({ kind: 'withdraw' }), until: undefined as never }, 'open'],
])('a ticket that is %s', (_what, one, standing) => {
  expect(ticketStanding(one, later(2))).toBe(standing);
});

const access = (more: Partial<EmergencyAccess> = {}): EmergencyAccess => ({
  id: id<EmergencyId>('e'),
  patient: id<PatientId>('patient-1'),
  person: cheung.id,
  institution: twc,
  ground: 'serious-harm',
  words: 'A reason that is long enough',
  openedAt: noon,
  until: later(1440),
  reviewBy: later(7 * 1440),
  ...more,
});
const asks = { person: cheung.id, patient: id<PatientId>('patient-1'), now: later(10) };

test('emergency access is for the one who opened it, for that patient, for a day or until it is ended', () => {
  expect(emergencyInForce([access()], asks)).toBeDefined();
  expect(emergencyInForce([access()], { ...asks, person: alvin.id })).toBeUndefined();
  expect(emergencyInForce([access()], { ...asks, patient: id<PatientId>('patient-2') })).toBeUndefined();
  expect(emergencyInForce([access()], { ...asks, now: later(1440) })).toBeUndefined();
  expect(emergencyInForce([access()], { ...asks, now: later(-1) })).toBeUndefined();
  expect(emergencyInForce([access({ endedAt: later(5) })], asks)).toBeUndefined();
});

test('three in thirty days are counted, older ones and those of others are not', () => {
  const month = 30 * 1440;
  const all = [
    access(),
    access({ openedAt: later(-month - 1) }),
    access({ person: alvin.id }),
    access({ openedAt: later(5) }),
  ];
  expect(recentOf(all, cheung.id, later(10))).toBe(2);
});
