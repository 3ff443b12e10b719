import type { AdminEndpoint } from '../endpoint.ts';
import { refuse } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { needText } from '../wire.ts';
import { appointmentAnswer, startsAt } from './appointment.ts';
import type { Diary } from './diary.ts';

export const calendarAdmin = (diary: Diary, scene: Scene): readonly AdminEndpoint[] => [
  {
    method: 'GET',
    path: '/sim/api/calendar',
    run: ({ query }) => {
      const corpId = needText(query, 'corpId', 'corpId');
      const found = scene.person(corpId, needText(query, 'userId', 'userId'));
      if (found === undefined) return refuse('not-found', 'no such person', 404);
      const nameOf = (unionId: string): string => scene.byUnionId(corpId, unionId)?.name ?? unionId;
      const events = diary.of(corpId, found.unionId).toSorted((one, other) => startsAt(one) - startsAt(other));
      return { events: events.map((one) => ({ ...appointmentAnswer(one, nameOf), at: startsAt(one) })) };
    },
  },
];
