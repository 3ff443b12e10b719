import { expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import {
  isLate,
  type RequestId,
  type RightsRequest,
  registerCsv,
  registerLine,
  requestClock,
} from '#src/domain/rights/request.ts';
import { eraseAfter } from '#src/domain/rights/retention.ts';
import { kwan, tmh } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';

const days = (n: number): Date => new Date(noon.getTime() + n * 86_400_000);
const request = (more: Partial<RightsRequest> = {}): RightsRequest => ({
  id: id<RequestId>('req-1'),
  patient: id<PatientId>('patient-1'),
  institution: tmh,
  kind: 'copy',
  from: 'patient',
  owner: kwan.id,
  receivedAt: noon,
  words: 'a copy please',
  ...more,
});

test('the 40 days run from receipt: warning on day 30, late after day 40', () => {
  const at = (n: number) => requestClock(request(), days(n));
  expect(at(0)).toMatchObject({ day: 0, is: 'running', due: days(40) });
  expect(at(29.9).is).toBe('running');
  expect(at(30)).toMatchObject({ day: 30, is: 'warning' });
  expect(at(40).is).toBe('warning');
  expect(at(40.01).is).toBe('late');
});

test('the clock stands only while proof of identity is asked for and not there', () => {
  const asked = request({ identityAskedAt: days(5) });
  expect(requestClock(asked, days(25))).toMatchObject({ day: 5, is: 'paused' });
  const proved = { ...asked, identityProvedAt: days(15) };
  expect(requestClock(proved, days(25))).toMatchObject({ day: 15, is: 'running', due: days(50) });
  expect(isLate(proved, days(49))).toBe(false);
  expect(isLate(proved, days(51))).toBe(true);
  expect(requestClock(request({ identityProvedAt: days(15) }), days(25)).day).toBe(25);
});

test('what was answered in time stays in time, whenever one looks', () => {
  const ended = request({ ended: { at: days(39), by: kwan.id, how: 'answered', words: '' } });
  expect(requestClock(ended, days(400))).toMatchObject({ is: 'ended', day: 39 });
  expect(registerLine(ended, days(400))).toMatchObject({ late: false, outcome: 'answered' });
});

test('the register is a table that no spreadsheet runs as a formula', () => {
  const line = registerLine(
    request({
      ended: { at: days(41), by: kwan.id, how: 'refused', words: '=HYPERLINK("x"),\nno', lateReason: '-late' },
    }),
    days(50),
  );
  expect(line.late).toBe(true);
  const [head, row] = registerCsv([line, registerLine(request(), days(1))]).split('\r\n');
  expect(head?.split(',')).toHaveLength(11);
  expect(row).toContain(",true,'-late");
  expect(registerCsv([{ ...line, reason: '=1+1, "a"' }])).toContain('"\'=1+1, ""a"""');
});

test('records are kept ten years after the last thing that happened, those of minors until 25', () => {
  const last = new Date('2016-01-10T00:00:00Z');
  expect(eraseAfter(last, '1950-02-02', { record: 10 }).toISOString().slice(0, 10)).toBe('2026-01-10');
  expect(eraseAfter(last, '2012-05-01', { record: 10 }).toISOString().slice(0, 10)).toBe('2037-04-30');
  expect(eraseAfter(last, undefined, { record: 10 }).getUTCFullYear()).toBe(2026);
});
