import { randomBytes } from 'node:crypto';
import { refuse } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { needNumber, needText, number, text, texts, type Wire, wires } from '../wire.ts';
import type { ApprovalDesk } from './desk.ts';
import { minute } from './form.ts';
import { activePerson } from './start-call.ts';

/** A task we were told to show: the flow itself is kept by the application. */
export type CentreTask = {
  readonly taskId: number;
  readonly userId: string;
  readonly activityId: string;
  readonly url: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELED';
  readonly result?: string;
  readonly createdAt: number;
  readonly finishedAt?: number;
};

export type CentreInstance = {
  readonly id: string;
  readonly corpId: string;
  readonly processCode: string;
  readonly title: string;
  readonly url: string;
  readonly originator: string;
  readonly bizData: string;
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly notified: readonly string[];
  readonly status: 'RUNNING' | 'COMPLETED' | 'TERMINATED';
  readonly result?: string;
  readonly tasks: readonly CentreTask[];
  readonly createdAt: number;
};

const BAD = 'invalidParameter';

/** The process centre: DingTalk shows the tasks, the application decides. Long because each of its calls has limits of its own. */
export class ProcessCentre {
  readonly #scene: Scene;
  readonly #desk: ApprovalDesk;
  readonly #instances = new Map<string, CentreInstance>();

  constructor(scene: Scene, desk: ApprovalDesk) {
    this.#scene = scene;
    this.#desk = desk;
  }

  open(corpId: string, body: Wire): CentreInstance {
    const form = this.#desk.form(corpId, needText(body, 'processCode', 'processCodeError'));
    const url = within(needText(body, 'url', BAD), 1024, 'url');
    const values = wires(body, 'formComponentValueList');
    if (values.length > 100) refuse(BAD, 'at most 100 form values');
    const notifiers = wires(body, 'notifiers');
    if (notifiers.length > 20) refuse(BAD, 'at most 20 notifiers');
    return this.#keep({
      id: randomBytes(18).toString('base64url'),
      corpId,
      processCode: form.processCode,
      title: within(text(body, 'title') ?? form.name, 64, 'title'),
      url,
      originator: activePerson(this.#scene, corpId, needText(body, 'originatorUserId', BAD)).userId,
      bizData: text(body, 'bizData') ?? '',
      values: values.map((value) => ({ name: text(value, 'name') ?? '', value: text(value, 'value') ?? '' })),
      notified: notifiers.map((one) => text(one, 'userid') ?? text(one, 'userId') ?? ''),
      status: 'RUNNING',
      tasks: [],
      createdAt: this.#scene.now(),
    });
  }

  addTasks(corpId: string, body: Wire): readonly CentreTask[] {
    const instance = this.#running(corpId, needText(body, 'processInstanceId', BAD));
    const given = wires(body, 'tasks');
    if (given.length === 0 || given.length > 20) refuse(BAD, '1 to 20 tasks');
    const activityId = text(body, 'activityId') ?? '';
    const tasks = given.map((task): CentreTask => {
      within(text(task, 'customData') ?? '', 500, 'customData');
      return {
        taskId: this.#desk.nextTaskId(),
        userId: activePerson(this.#scene, corpId, needText(task, 'userId', BAD)).userId,
        activityId,
        url: text(task, 'url') ?? instance.url,
        status: 'RUNNING',
        createdAt: this.#scene.now(),
      };
    });
    this.#keep({ ...instance, tasks: [...instance.tasks, ...tasks] });
    return tasks;
  }

  updateTasks(corpId: string, body: Wire): void {
    const instance = this.#running(corpId, needText(body, 'processInstanceId', BAD));
    const given = wires(body, 'tasks');
    if (given.length === 0 || given.length > 20) refuse(BAD, '1 to 20 tasks');
    const changes = new Map(given.map((task) => [needNumber(task, 'taskId', BAD), task]));
    for (const taskId of changes.keys())
      if (!instance.tasks.some((task) => task.taskId === taskId)) refuse('task.status.error', 'there is no such task');
    const tasks = instance.tasks.map((task): CentreTask => {
      const change = changes.get(task.taskId);
      return change === undefined ? task : this.#ended(task, change);
    });
    this.#keep({ ...instance, tasks });
  }

  #ended(task: CentreTask, change: Wire): CentreTask {
    if (task.status !== 'RUNNING') return refuse('task.status.error', 'the task is over');
    const status = text(change, 'status');
    if (status !== 'CANCELED' && status !== 'COMPLETED') return refuse(BAD, 'status is CANCELED or COMPLETED');
    const result = text(change, 'result');
    if (status === 'COMPLETED' && result !== 'AGREE' && result !== 'REFUSE')
      return refuse(BAD, 'result is AGREE or REFUSE');
    return { ...task, status, ...(result === undefined ? {} : { result }), finishedAt: this.#scene.now() };
  }

  cancelTasks(corpId: string, body: Wire): void {
    const instance = this.#running(corpId, needText(body, 'processInstanceId', BAD));
    const named = [text(body, 'activityId'), ...texts(body, 'activityIds')].filter((id) => id !== undefined);
    if (named.length === 0) refuse(BAD, 'activityId or activityIds is needed');
    const tasks = instance.tasks.map(
      (task): CentreTask =>
        task.status === 'RUNNING' && named.includes(task.activityId)
          ? { ...task, status: 'CANCELED', finishedAt: this.#scene.now() }
          : task,
    );
    this.#keep({ ...instance, tasks });
  }

  close(corpId: string, body: Wire): void {
    const instance = this.#running(corpId, needText(body, 'processInstanceId', BAD));
    const status = text(body, 'status');
    if (status !== 'COMPLETED' && status !== 'TERMINATED') return refuse(BAD, 'status is COMPLETED or TERMINATED');
    const result = text(body, 'result');
    if (status === 'COMPLETED' && result !== 'agree' && result !== 'refuse')
      return refuse(BAD, 'result is agree or refuse');
    if (wires(body, 'notifiers').length > 30) refuse(BAD, 'at most 30 notifiers');
    this.#keep({ ...instance, status, ...(result === undefined ? {} : { result }) });
  }

  /** The running tasks of one person, a page at a time. */
  waitingFor(corpId: string, query: Wire): { hasMore: boolean; list: object[] } {
    const userId = needText(query, 'userId', BAD);
    const page = Math.max(number(query, 'pageNumber') ?? 1, 1);
    const size = number(query, 'pageSize') ?? 40;
    if (size < 1 || size > 40) refuse(BAD, 'pageSize is 1 to 40');
    const before = number(query, 'createBefore') ?? Number.POSITIVE_INFINITY;
    const running = this.all(corpId).flatMap((instance) =>
      instance.tasks
        .filter((task) => task.userId === userId && task.status === 'RUNNING' && task.createdAt <= before)
        .map((task) => ({
          taskId: task.taskId,
          userId,
          processInstanceId: instance.id,
          activityId: task.activityId,
          status: task.status,
          createTime: minute(task.createdAt),
        })),
    );
    return { hasMore: page * size < running.length, list: running.slice((page - 1) * size, page * size) };
  }

  all(corpId: string): readonly CentreInstance[] {
    return [...this.#instances.values()].filter((instance) => instance.corpId === corpId);
  }

  #running(corpId: string, id: string): CentreInstance {
    const found = this.#instances.get(id);
    if (found?.corpId !== corpId) return refuse('processInstanceNotExist', 'there is no such instance');
    return found.status === 'RUNNING' ? found : refuse('instance.status.error', 'the instance is over');
  }

  #keep(instance: CentreInstance): CentreInstance {
    this.#instances.set(instance.id, instance);
    this.#scene.changed('approval', { corpId: instance.corpId });
    return instance;
  }
}

const within = (words: string, most: number, what: string): string =>
  words.length > most ? refuse(BAD, `${what} has at most ${most} characters`) : words;
