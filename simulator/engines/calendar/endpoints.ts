import { type Endpoint, get, post, put, remove } from '../endpoint.ts';
import { refuse } from '../refusal.ts';
import { number, text } from '../wire.ts';
import { appointmentAnswer, startsAt } from './appointment.ts';
import type { Diary } from './diary.ts';

const write = { scope: 'Calendar.Event.Write' };
const read = { scope: 'Calendar.Event.Read' };
const EVENTS = '/v1.0/calendar/users/:unionId/calendars/primary/events';

type NameOf = (corpId: string, unionId: string) => string;

export const calendarEndpoints = (diary: Diary, nameOf: NameOf): readonly Endpoint[] => [
  post(
    EVENTS,
    ({ corpId, params, body, header }) => {
      const token = header('x-client-token');
      const made = diary.add(corpId, params.unionId ?? '', body, token === '' ? undefined : token);
      return appointmentAnswer(made, (id) => nameOf(corpId, id));
    },
    write,
  ),
  get(
    EVENTS,
    ({ corpId, params, query }) => {
      const from = Date.parse(text(query, 'timeMin') ?? '') || 0;
      const to = Date.parse(text(query, 'timeMax') ?? '') || Number.POSITIVE_INFINITY;
      const skip = number(query, 'nextToken') ?? 0;
      const most = number(query, 'maxResults') ?? 100;
      const found = diary
        .of(corpId, params.unionId ?? '')
        .filter((one) => startsAt(one) >= from && startsAt(one) < to)
        .toSorted((one, other) => startsAt(one) - startsAt(other));
      return {
        events: found.slice(skip, skip + most).map((one) => appointmentAnswer(one, (id) => nameOf(corpId, id))),
        ...(skip + most < found.length ? { nextToken: String(skip + most) } : {}),
      };
    },
    read,
  ),
  get(
    `${EVENTS}/:eventId`,
    ({ corpId, params }) => appointmentAnswer(diary.get(corpId, params.eventId ?? ''), (id) => nameOf(corpId, id)),
    read,
  ),
  put(
    `${EVENTS}/:eventId`,
    ({ corpId, params, body }) =>
      appointmentAnswer(diary.change(corpId, params.eventId ?? '', body), (id) => nameOf(corpId, id)),
    write,
  ),
  remove(
    `${EVENTS}/:eventId`,
    ({ corpId, params }) => {
      diary.cancel(corpId, params.eventId ?? '');
      return {};
    },
    write,
  ),
  post(
    `${EVENTS}/:eventId/respond`,
    ({ corpId, params, body }) => {
      const status = text(body, 'responseStatus');
      if (status !== 'accepted' && status !== 'declined' && status !== 'tentative')
        return refuse('invalidParameter', 'responseStatus is accepted, declined or tentative');
      diary.respond(corpId, params.eventId ?? '', params.unionId ?? '', status);
      return {};
    },
    write,
  ),
];
