import { type Call, type Endpoint, get, post, put, remove } from '../endpoint.ts';
import { flag, list as listOf, number, text, wires } from '../wire.ts';
import { playsRole, todoAnswer, todoCard } from './todo.ts';
import type { TodoList } from './todo-list.ts';

const write = { scope: 'Todo.Todo.Write' };
const read = { scope: 'Todo.Todo.Read' };
const PAGE = 20;
const DONE_KEPT_MS = 180 * 86_400_000;

export const todoEndpoints = (todos: TodoList, now: () => number, requestId: () => string): readonly Endpoint[] => [
  post(
    '/v1.0/todo/users/:unionId/tasks',
    (call) => todoAnswer(todos.add(call.corpId, call.clientId, operatorOf(call), call.body), requestId()),
    write,
  ),
  get(
    '/v1.0/todo/users/:unionId/tasks/sources/:sourceId',
    ({ corpId, params }) => todoAnswer(todos.bySource(corpId, params.sourceId ?? ''), requestId()),
    read,
  ),
  get(
    '/v1.0/todo/users/:unionId/tasks/:taskId',
    ({ corpId, params }) => todoAnswer(todos.get(corpId, params.taskId ?? ''), requestId()),
    read,
  ),
  put(
    '/v1.0/todo/users/:unionId/tasks/:taskId',
    (call) => {
      todos.change(call.corpId, call.params.taskId ?? '', operatorOf(call), call.body);
      return { result: true, requestId: requestId() };
    },
    write,
  ),
  put(
    '/v1.0/todo/users/:unionId/tasks/:taskId/executorStatus',
    ({ corpId, params, body }) => {
      todos.tick(corpId, params.taskId ?? '', wires(body, 'executorStatusList'));
      return { result: true, requestId: requestId() };
    },
    write,
  ),
  remove(
    '/v1.0/todo/users/:unionId/tasks/:taskId',
    ({ corpId, params }) => {
      todos.remove(corpId, params.taskId ?? '');
      return { result: true, requestId: requestId() };
    },
    write,
  ),
  post('/v1.0/todo/users/:unionId/org/tasks/query', (call) => query(todos, now(), call), read),
];

const operatorOf = ({ query, params }: Call): string => text(query, 'operatorId') ?? params.unionId ?? '';

/** Done to-dos are found for 180 days. */
function query(todos: TodoList, now: number, { corpId, params, body }: Call) {
  const unionId = params.unionId ?? '';
  const type = text(body, 'todoType');
  const skip = number(body, 'nextToken') ?? 0;
  const found = todos
    .of(corpId, unionId)
    .filter((todo) => body.isDone === undefined || todo.done === flag(body, 'isDone'))
    .filter((todo) => type === undefined || todo.todoType === type)
    .filter((todo) => !todo.done || now - (todo.finishTime ?? now) <= DONE_KEPT_MS)
    .filter((todo) => playsRole(todo, unionId, listOf(body, 'roleTypes')));
  return {
    ...(skip + PAGE < found.length ? { nextToken: String(skip + PAGE) } : {}),
    todoCards: found.slice(skip, skip + PAGE).map(todoCard),
  };
}
