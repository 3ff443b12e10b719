import { refuse } from '../refusal.ts';
import { needNumber, needText, number, texts, type Wire } from '../wire.ts';
import type { Instance } from './instance.ts';

const DAY = 86_400_000;

/** `instanceIds/query`: the sweep of a careful client, twenty at a time, in windows of at most 120 days. */
export function idsQuery(
  body: Wire,
  instances: readonly Instance[],
  now: number,
): { list: string[]; nextToken?: number } {
  const processCode = needText(body, 'processCode', 'processCodeError');
  const from = needNumber(body, 'startTime', 'invalidParameter');
  const to = number(body, 'endTime') ?? now;
  const skip = needNumber(body, 'nextToken', 'invalidParameter');
  const most = needNumber(body, 'maxResults', 'invalidMaxResults');
  if (most < 1 || most > 20) refuse('invalidMaxResults', 'maxResults is 1 to 20');
  if (to < from || to - from > 120 * DAY) refuse('invalidEndTime', 'the window has at most 120 days');
  if (now - from > 365 * DAY) refuse('invalidParameter', 'startTime lies more than 365 days back');
  const userIds = texts(body, 'userIds');
  if (userIds.length > 10) refuse('invalidParameter', 'at most 10 userIds');
  const statuses = texts(body, 'statuses');
  const found = instances
    .filter((one) => one.processCode === processCode && one.createdAt >= from && one.createdAt <= to)
    .filter((one) => userIds.length === 0 || userIds.includes(one.originator))
    .filter((one) => statuses.length === 0 || statuses.includes(one.status))
    .slice(0, 10_000);
  const more = skip + most < found.length;
  return { list: found.slice(skip, skip + most).map(({ id }) => id), ...(more ? { nextToken: skip + most } : {}) };
}
