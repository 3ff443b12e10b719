import type { AdminEndpoint } from '../endpoint.ts';
import { refuse } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { needText, type Wire } from '../wire.ts';
import { todoCard } from './todo.ts';
import type { TodoList } from './todo-list.ts';

/** People with their to-do list open. `done` is this person's own tick. */
export const todoAdmin = (todos: TodoList, scene: Scene): readonly AdminEndpoint[] => [
  {
    method: 'GET',
    path: '/sim/api/todos',
    run: ({ query }) => {
      const { corpId, unionId } = person(query, scene);
      return {
        todos: todos.of(corpId, unionId).map((todo) => ({
          ...todoCard(todo),
          done: todo.executors[unionId] ?? todo.done,
          fields: todo.contentFields,
        })),
      };
    },
  },
  {
    method: 'POST',
    path: '/sim/api/todo-done',
    run: ({ body }) => {
      const { corpId, unionId } = person(body, scene);
      todos.tick(corpId, needText(body, 'taskId', 'taskId'), [{ id: unionId, isDone: body.done !== false }]);
      return { ok: true };
    },
  },
];

function person(given: Wire, scene: Scene): { corpId: string; unionId: string } {
  const corpId = needText(given, 'corpId', 'corpId');
  const found = scene.person(corpId, needText(given, 'userId', 'userId'));
  return found === undefined ? refuse('not-found', 'no such person', 404) : { corpId, unionId: found.unionId };
}
