import { createHash } from 'node:crypto';
import type { UserId } from '#src/domain/ids.ts';
import type { Agenda } from '#src/ports/agenda.ts';
import type { Directory } from '#src/ports/dingtalk-people.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import type { OpenApi } from './openapi/open-api.ts';

const mostPages = 20;

/** To-dos and calendar entries of one organisation's staff. They speak unionIds; we speak user ids. */
export function agendaOf(api: OpenApi, directory: Directory): Agenda {
  const { tenant } = api.settings;
  const known = new Map<UserId, string>();
  const unionOf = async (user: UserId): Promise<string> => {
    const cached = known.get(user);
    if (cached) return cached;
    const found = await directory.person(tenant, user);
    if (!found) throw new Undeliverable('userNotExist', 'drop', 'nobody of that id');
    known.set(user, found.unionId);
    return found.unionId;
  };
  const call = (name: string) => ({ api: name, lane: 'soon', repeat: 'again' }) as const;
  const taskOf = async (path: string, key: string, isDone: boolean): Promise<string | undefined> => {
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answered = await api.json<{ todoCards?: { taskId: string; sourceId?: string }[]; nextToken?: string }>(
        call('todo.query'),
        'POST',
        `${path}/org/tasks/query`,
        { isDone, ...(nextToken ? { nextToken } : {}) },
      );
      const found = answered.todoCards?.find(({ sourceId }) => sourceId === key);
      if (found) return found.taskId;
      nextToken = answered.nextToken;
      if (!nextToken) return undefined;
    }
    return undefined;
  };

  return {
    addToDo: async (_tenant, { key, user, subject, due, url }) => {
      const unionId = await unionOf(user);
      const path = `/v1.0/todo/users/${encodeURIComponent(unionId)}`;
      try {
        const { id } = await api.json<{ id?: string }>(
          call('todo.create'),
          'POST',
          `${path}/tasks?operatorId=${encodeURIComponent(unionId)}`,
          {
            sourceId: key,
            subject,
            creatorId: unionId,
            executorIds: [unionId],
            detailUrl: { appUrl: url, pcUrl: url },
            isOnlyShowExecutor: true,
            priority: 30,
            notifyConfigs: { dingNotify: '1' },
            ...(due ? { dueTime: due.getTime() } : {}),
          },
        );
        return id ?? '';
      } catch (error) {
        if (!(error instanceof Undeliverable && error.reason === 'todo.taskCreate.paramError')) throw error;
        // "task exist": our own earlier try. Its id is looked up; without one it was refused for another reason.
        const found = (await taskOf(path, key, false)) ?? (await taskOf(path, key, true));
        if (!found) throw error;
        return found;
      }
    },
    finishToDo: async (_tenant, user, task) => {
      const unionId = await unionOf(user);
      await api.json(
        call('todo.update'),
        'PUT',
        `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks/${encodeURIComponent(task)}?operatorId=${encodeURIComponent(unionId)}`,
        { done: true },
      );
    },
    addVisit: async (_tenant, { key, user, others, subject, start, minutes, place }) => {
      const unionId = await unionOf(user);
      const attendees = await Promise.all(others.map(async (one) => ({ id: await unionOf(one), isOptional: true })));
      const time = (at: Date) => ({
        dateTime: `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
        timeZone: 'Asia/Hong_Kong',
      });
      const { id } = await api.json<{ id?: string }>(
        call('calendar.create'),
        'POST',
        `/v1.0/calendar/users/${encodeURIComponent(unionId)}/calendars/primary/events`,
        {
          summary: subject,
          start: time(start),
          end: time(new Date(start.getTime() + minutes * 60_000)),
          isAllDay: false,
          attendees,
          reminders: [{ method: 'dingtalk', minutes: 15 }],
          ...(place ? { location: { displayName: place } } : {}),
        },
        // Any key becomes a token of a fixed length; the same key within a day gives the entry there is.
        { 'x-client-token': createHash('sha256').update(key).digest('hex') },
      );
      return id ?? '';
    },
    removeVisit: async (_tenant, user, event) => {
      const unionId = await unionOf(user);
      await api.json(
        call('calendar.delete'),
        'DELETE',
        `/v1.0/calendar/users/${encodeURIComponent(unionId)}/calendars/primary/events/${encodeURIComponent(event)}`,
      );
    },
  };
}
