import { compactInstant } from '#src/domain/intake/instants.ts';
import type { Message } from './message.ts';

export type Appointment = {
  readonly id: string;
  readonly filler?: string;
  readonly state:
    | 'booked'
    | 'rescheduled'
    | 'changed'
    | 'cancelled'
    | 'discontinued'
    | 'deleted'
    | 'did not attend'
    | 'attended';
  readonly at?: string;
  readonly reason?: string;
};

const events: Readonly<Record<string, Appointment['state']>> = {
  S12: 'booked',
  S13: 'rescheduled',
  S14: 'changed',
  S15: 'cancelled',
  S16: 'discontinued',
  S17: 'deleted',
  S26: 'did not attend',
};

/** What a scheduling message says of a visit. `S26` is the patient who did not come. */
export function appointmentOf(message: Message): { readonly appointment?: Appointment } {
  const [schedule] = message.all('SCH');
  if (schedule === undefined) return {};
  const state = /no.?show/iu.test(message.part(schedule, 25))
    ? 'did not attend'
    : (events[message.type.split('^')[1] ?? ''] ?? 'booked');
  const [timing] = message.all('TQ1');
  const [service] = message.all('AIS');
  const at =
    (timing && compactInstant(message.part(timing, 7))) ||
    compactInstant(message.part(schedule, 11, 4)) ||
    (service && compactInstant(message.part(service, 4)));
  const filler = message.part(schedule, 2);
  const reason =
    (service && message.part(service, 3, 2)) || message.part(schedule, 7, 2) || message.part(schedule, 8, 2);
  return {
    appointment: {
      id: message.part(schedule, 1),
      ...(filler === '' ? {} : { filler }),
      state,
      ...(at ? { at } : {}),
      ...(reason ? { reason } : {}),
    },
  };
}

const referralEvents: Readonly<Record<string, string>> = {
  I12: 'new',
  I13: 'changed',
  I14: 'cancelled',
  I15: 'status asked',
};

/** What RF1 and PRD say of a referral. The originating number ties its messages together. */
export function referralOf(message: Message): { readonly referral?: Readonly<Record<string, string>> } {
  const [rf1] = message.all('RF1');
  if (rf1 === undefined) return {};
  const said = (field: number) => message.part(rf1, field, 2) || message.part(rf1, field, 1);
  const who = (role: string) => {
    const found = message.all('PRD').find((each) => message.part(each, 1, 1) === role);
    return found === undefined
      ? ''
      : [message.part(found, 2, 2), message.part(found, 2, 1)].filter((each) => each !== '').join(' ');
  };
  const all: Record<string, string | undefined> = {
    event: referralEvents[message.type.split('^')[1] ?? ''],
    status: said(1),
    priority: said(2),
    type: said(3),
    category: said(5),
    originatingId: message.part(rf1, 6, 1),
    effective: compactInstant(message.part(rf1, 7)),
    expiry: compactInstant(message.part(rf1, 8)),
    reason: said(10),
    from: who('RP'),
    to: who('RT'),
  };
  const referral: Record<string, string> = {};
  for (const [key, value] of Object.entries(all)) if (value !== undefined && value !== '') referral[key] = value;
  return { referral };
}
