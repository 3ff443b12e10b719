import { refuse } from '../refusal.ts';
import { asWire, flag, list, needText, number, text, texts, type Wire, wires } from '../wire.ts';

/** One to-do. All ids in it are unionIds. (The two spellings DingTalk answers with make this file long.) */
export type Todo = {
  readonly id: string;
  readonly corpId: string;
  readonly subject: string;
  readonly description: string;
  readonly creatorId: string;
  readonly modifierId: string;
  readonly executors: Readonly<Record<string, boolean>>;
  readonly participantIds: readonly string[];
  readonly detailUrl: { readonly appUrl: string; readonly pcUrl: string };
  readonly dueTime?: number;
  readonly priority: number;
  readonly sourceId?: string;
  readonly onlyShowExecutor: boolean;
  readonly notifyConfigs: Wire;
  readonly contentFields: readonly Wire[];
  readonly todoType: string;
  readonly done: boolean;
  readonly createdTime: number;
  readonly modifiedTime: number;
  readonly finishTime?: number;
};

const BAD = 'todo.taskCreate.paramError';
const LINK_BYTES = 1024;

type Frame = { readonly id: string; readonly corpId: string; readonly operator: string; readonly now: number };

export function newTodo(body: Wire, { id, corpId, operator, now }: Frame): Todo {
  const subject = needText(body, 'subject', BAD);
  if (subject.length > 1024) refuse(BAD, 'subject has at most 1024 characters');
  const creatorId = text(body, 'creatorId') ?? operator;
  const executorIds = texts(body, 'executorIds');
  if (executorIds.length > 1000) refuse(BAD, 'too many executors');
  const priority = number(body, 'priority') ?? 20;
  if (![10, 20, 30, 40].includes(priority)) refuse(BAD, 'priority is 10, 20, 30 or 40');
  const dueTime = number(body, 'dueTime');
  const sourceId = text(body, 'sourceId');
  return {
    id,
    corpId,
    subject,
    description: text(body, 'description') ?? '',
    creatorId,
    modifierId: operator,
    executors: Object.fromEntries((executorIds.length === 0 ? [creatorId] : executorIds).map((one) => [one, false])),
    participantIds: texts(body, 'participantIds'),
    detailUrl: links(body),
    ...(dueTime === undefined ? {} : { dueTime }),
    priority,
    ...(sourceId === undefined ? {} : { sourceId }),
    onlyShowExecutor: flag(body, 'isOnlyShowExecutor'),
    notifyConfigs: asWire(body.notifyConfigs),
    contentFields: wires(body, 'contentFieldList'),
    todoType: text(body, 'todoType') ?? 'TODO',
    done: false,
    createdTime: now,
    modifiedTime: now,
  };
}

/** Required in practice since 2024-02, whatever the page of the call says. */
function links(body: Wire): Todo['detailUrl'] {
  const detail = asWire(body.detailUrl);
  const appUrl = needText(detail, 'appUrl', BAD);
  const pcUrl = needText(detail, 'pcUrl', BAD);
  if ([appUrl, pcUrl].some((link) => Buffer.byteLength(link) > LINK_BYTES))
    refuse(BAD, 'a link has at most 1024 bytes');
  return { appUrl, pcUrl };
}

export function changed(todo: Todo, body: Wire, operator: string, now: number): Todo {
  const subject = text(body, 'subject') ?? todo.subject;
  const dueTime = number(body, 'dueTime') ?? todo.dueTime;
  const executorIds = texts(body, 'executorIds');
  const executors =
    executorIds.length === 0
      ? todo.executors
      : Object.fromEntries(executorIds.map((one) => [one, todo.executors[one] ?? false]));
  const next: Todo = {
    ...todo,
    subject,
    description: text(body, 'description') ?? todo.description,
    executors,
    participantIds: body.participantIds === undefined ? todo.participantIds : texts(body, 'participantIds'),
    contentFields: body.contentFieldList === undefined ? todo.contentFields : wires(body, 'contentFieldList'),
    ...(dueTime === undefined ? {} : { dueTime }),
    modifierId: operator,
    modifiedTime: now,
  };
  return typeof body.done === 'boolean' ? closed(next, body.done, now) : next;
}

/** `executorStatusList` of the API, and the tick in the client: the task is done when all have done it. */
export function ticked(todo: Todo, marks: readonly Wire[], now: number): Todo {
  const executors = { ...todo.executors };
  for (const mark of marks) {
    const who = needText(mark, 'id', 'todo.executorStatus.paramError');
    if (!Object.hasOwn(executors, who)) refuse('todo.executorStatus.paramError', 'not an executor of this task');
    executors[who] = flag(mark, 'isDone');
  }
  return closed({ ...todo, executors, modifiedTime: now }, Object.values(executors).every(Boolean), now, executors);
}

function closed(todo: Todo, done: boolean, now: number, executors?: Todo['executors']): Todo {
  const { finishTime, ...rest } = todo;
  const all = executors ?? Object.fromEntries(Object.keys(todo.executors).map((one) => [one, done]));
  return { ...rest, executors: all, done, ...(done ? { finishTime: finishTime ?? now } : {}) };
}

export const concerns = (todo: Todo, unionId: string): boolean =>
  Object.hasOwn(todo.executors, unionId) || todo.participantIds.includes(unionId) || todo.creatorId === unionId;

export const peopleOf = (todo: Todo): readonly string[] => [
  ...new Set([todo.creatorId, ...Object.keys(todo.executors), ...todo.participantIds]),
];

export const todoAnswer = (todo: Todo, requestId: string) => ({
  id: todo.id,
  subject: todo.subject,
  description: todo.description,
  creatorId: todo.creatorId,
  modifierId: todo.modifierId,
  executorIds: Object.keys(todo.executors),
  participantIds: todo.participantIds,
  detailUrl: todo.detailUrl,
  source: 'isv_' + todo.corpId,
  ...(todo.sourceId === undefined ? {} : { sourceId: todo.sourceId }),
  ...(todo.dueTime === undefined ? {} : { dueTime: todo.dueTime }),
  ...(todo.finishTime === undefined ? {} : { finishTime: todo.finishTime }),
  startTime: todo.createdTime,
  priority: todo.priority,
  done: todo.done,
  isOnlyShowExecutor: todo.onlyShowExecutor,
  notifyConfigs: todo.notifyConfigs,
  contentFieldList: todo.contentFields,
  createdTime: todo.createdTime,
  modifiedTime: todo.modifiedTime,
  bizTag: 'teambition',
  requestId,
});

export const todoCard = (todo: Todo) => ({
  taskId: todo.id,
  subject: todo.subject,
  ...(todo.dueTime === undefined ? {} : { dueTime: todo.dueTime }),
  detailUrl: todo.detailUrl,
  priority: todo.priority,
  isDone: todo.done,
  creatorId: todo.creatorId,
  ...(todo.sourceId === undefined ? {} : { sourceId: todo.sourceId }),
  bizTag: 'teambition',
  todoType: todo.todoType,
  createdTime: todo.createdTime,
  modifiedTime: todo.modifiedTime,
});

/** `[["executor"],["creator"]]`: any of the outer, all of the inner. */
export function playsRole(todo: Todo, unionId: string, roleTypes: readonly unknown[]): boolean {
  if (roleTypes.length === 0) return concerns(todo, unionId);
  const plays = (role: unknown): boolean =>
    role === 'executor'
      ? Object.hasOwn(todo.executors, unionId)
      : role === 'creator'
        ? todo.creatorId === unionId
        : todo.participantIds.includes(unionId);
  return roleTypes.some((group) => list({ group }, 'group').every(plays));
}
