import { refuse } from '../refusal.ts';
import { asWire, flag, needText, text, type Wire, wires } from '../wire.ts';

/** One entry in the calendars of its organiser and attendees (unionIds). */
export type Appointment = {
  readonly id: string;
  readonly corpId: string;
  readonly organizer: string;
  readonly status: 'confirmed' | 'cancelled';
  readonly summary: string;
  readonly description: string;
  readonly start: Wire;
  readonly end: Wire;
  readonly isAllDay: boolean;
  readonly attendees: readonly Attendee[];
  readonly location?: Wire;
  readonly reminders: readonly Wire[];
  readonly onlineMeetingInfo?: Wire;
  readonly recurrence?: Wire;
  readonly extra: Wire;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type Attendee = {
  readonly id: string;
  readonly isOptional: boolean;
  readonly responseStatus: 'needsAction' | 'accepted' | 'declined' | 'tentative';
};

const BAD = 'invalidParameter';

type Frame = { readonly id: string; readonly corpId: string; readonly organizer: string; readonly now: number };

export function newAppointment(body: Wire, { id, corpId, organizer, now }: Frame): Appointment {
  const isAllDay = flag(body, 'isAllDay');
  const start = moment(body, 'start', isAllDay);
  const fresh: Appointment = {
    id,
    corpId,
    organizer,
    status: 'confirmed',
    summary: summaryOf(body),
    description: descriptionOf(body),
    start,
    end: body.end === undefined ? start : moment(body, 'end', isAllDay),
    isAllDay,
    attendees: attendeesOf(body),
    ...kept(body),
    reminders: wires(body, 'reminders'),
    extra: asWire(body.extra),
    createdAt: now,
    updatedAt: now,
  };
  mustEndAfterStart(fresh);
  return fresh;
}

export function rearranged(before: Appointment, body: Wire, now: number): Appointment {
  const isAllDay = body.isAllDay === undefined ? before.isAllDay : flag(body, 'isAllDay');
  const next: Appointment = {
    ...before,
    ...(body.summary === undefined ? {} : { summary: summaryOf(body) }),
    ...(body.description === undefined ? {} : { description: descriptionOf(body) }),
    ...(body.start === undefined ? {} : { start: moment(body, 'start', isAllDay) }),
    ...(body.end === undefined ? {} : { end: moment(body, 'end', isAllDay) }),
    ...(body.attendees === undefined ? {} : { attendees: attendeesOf(body) }),
    ...(body.reminders === undefined ? {} : { reminders: wires(body, 'reminders') }),
    ...kept(body),
    isAllDay,
    updatedAt: now,
  };
  mustEndAfterStart(next);
  return next;
}

const summaryOf = (body: Wire): string => {
  const summary = needText(body, 'summary', BAD);
  return summary.length > 2048 ? refuse(BAD, 'summary has at most 2048 characters') : summary;
};

const descriptionOf = (body: Wire): string => {
  const description = text(body, 'description') ?? '';
  return description.length > 5000 ? refuse(BAD, 'description has at most 5000 characters') : description;
};

/** A day for an all-day entry, otherwise an instant with its offset and a named zone. */
function moment(body: Wire, key: string, isAllDay: boolean): Wire {
  const given = asWire(body[key]);
  if (isAllDay) {
    const date = needText(given, 'date', BAD);
    return /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : refuse(BAD, `${key}.date is written yyyy-MM-dd`);
  }
  const dateTime = needText(given, 'dateTime', BAD);
  if (!/T.*(Z|[+-]\d{2}:\d{2})$/.test(dateTime) || Number.isNaN(Date.parse(dateTime)))
    refuse(BAD, `${key}.dateTime is an ISO time with its offset`);
  return { dateTime, timeZone: needText(given, 'timeZone', BAD) };
}

function mustEndAfterStart({ start, end }: Appointment): void {
  const at = (moment: Wire): number => Date.parse(text(moment, 'dateTime') ?? text(moment, 'date') ?? '');
  if (at(end) < at(start)) refuse(BAD, 'the end is before the start');
}

function attendeesOf(body: Wire): readonly Attendee[] {
  const given = wires(body, 'attendees');
  if (given.length > 500) refuse(BAD, 'at most 500 attendees');
  return given.map((one) => ({
    id: needText(one, 'id', BAD),
    isOptional: flag(one, 'isOptional'),
    responseStatus: 'needsAction',
  }));
}

const kept = (body: Wire): Pick<Appointment, 'location' | 'onlineMeetingInfo' | 'recurrence'> => ({
  ...(body.location === undefined ? {} : { location: asWire(body.location) }),
  ...(body.onlineMeetingInfo === undefined ? {} : { onlineMeetingInfo: asWire(body.onlineMeetingInfo) }),
  ...(body.recurrence === undefined ? {} : { recurrence: asWire(body.recurrence) }),
});

export const peopleOf = ({ organizer, attendees }: Appointment): readonly string[] => [
  ...new Set([organizer, ...attendees.map(({ id }) => id)]),
];

export const startsAt = ({ start }: Appointment): number =>
  Date.parse(text(start, 'dateTime') ?? `${text(start, 'date')}T00:00:00+08:00`);

export const appointmentAnswer = (one: Appointment, nameOf: (unionId: string) => string) => ({
  id: one.id,
  summary: one.summary,
  description: one.description,
  status: one.status,
  start: one.start,
  end: one.end,
  isAllDay: one.isAllDay,
  organizer: { id: one.organizer, displayName: nameOf(one.organizer), responseStatus: 'accepted', self: true },
  attendees: one.attendees.map((attendee) => ({ ...attendee, displayName: nameOf(attendee.id), self: false })),
  ...(one.location === undefined ? {} : { location: one.location }),
  ...(one.onlineMeetingInfo === undefined ? {} : { onlineMeetingInfo: one.onlineMeetingInfo }),
  ...(one.recurrence === undefined ? {} : { recurrence: one.recurrence }),
  reminders: one.reminders,
  createTime: new Date(one.createdAt).toISOString(),
  updateTime: new Date(one.updatedAt).toISOString(),
});
