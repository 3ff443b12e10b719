import { refuse } from '../refusal.ts';
import { counter, type Scene } from '../scene.ts';
import { text, type Wire } from '../wire.ts';
import { changed, concerns, newTodo, peopleOf, type Todo, ticked } from './todo.ts';

/** Everybody's to-dos. A sourceId names one to-do for ever, also after it was deleted. */
export class TodoList {
  readonly #scene: Scene;
  readonly #todos = new Map<string, Todo>();
  readonly #sources = new Set<string>();
  readonly #next = counter(1);

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  add(corpId: string, clientId: string, operator: string, body: Wire): Todo {
    const id = `task${String(this.#next()).padStart(20, '0')}`;
    const todo = newTodo(body, { id, corpId, operator, now: this.#scene.now() });
    for (const unionId of peopleOf(todo)) this.#mustKnow(corpId, unionId);
    const source = todo.sourceId === undefined ? undefined : JSON.stringify([corpId, clientId, todo.sourceId]);
    if (source !== undefined && this.#sources.has(source)) refuse('todo.taskCreate.paramError', 'task exist');
    if (source !== undefined) this.#sources.add(source);
    this.#keep(todo);
    this.#tell('todo_task_create', todo);
    return todo;
  }

  get(corpId: string, id: string): Todo {
    const found = this.#todos.get(id);
    return found?.corpId === corpId ? found : refuse('todo.task.notExist', 'there is no such task', 404);
  }

  bySource(corpId: string, sourceId: string): Todo {
    const found = [...this.#todos.values()].find((todo) => todo.corpId === corpId && todo.sourceId === sourceId);
    return found ?? refuse('todo.task.notExist', 'there is no such task', 404);
  }

  change(corpId: string, id: string, operator: string, body: Wire): void {
    const before = this.get(corpId, id);
    if ((text(body, 'subject')?.length ?? 0) > 1024)
      refuse('todo.taskUpdate.paramError', 'subject has at most 1024 characters');
    this.#update(changed(before, body, operator, this.#scene.now()));
  }

  /** The tick of the API (`executorStatusList`) and the tick in the client. */
  tick(corpId: string, id: string, marks: readonly Wire[]): void {
    this.#update(ticked(this.get(corpId, id), marks, this.#scene.now()));
  }

  remove(corpId: string, id: string): void {
    const todo = this.get(corpId, id);
    this.#todos.delete(id);
    this.#scene.changed('todo', { corpId });
    this.#tell('todo_task_delete', todo);
  }

  of(corpId: string, unionId: string): readonly Todo[] {
    return [...this.#todos.values()].filter((todo) => todo.corpId === corpId && concerns(todo, unionId));
  }

  #update(todo: Todo): void {
    this.#keep(todo);
    this.#tell('todo_task_update', todo);
  }

  #keep(todo: Todo): void {
    this.#todos.set(todo.id, todo);
    this.#scene.changed('todo', { corpId: todo.corpId });
  }

  #tell(eventType: string, todo: Todo): void {
    this.#scene.emit(todo.corpId, eventType, { unionIdList: peopleOf(todo), bizTag: 'teambition', taskId: todo.id });
  }

  #mustKnow(corpId: string, unionId: string): void {
    if (this.#scene.byUnionId(corpId, unionId) === undefined)
      refuse('todo.taskCreate.paramError', 'a unionId is not known in this corp');
  }
}
