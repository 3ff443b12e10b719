import { refuse } from '../refusal.ts';
import type { Instance, News, OperationRecord, Step, Task, Verdict } from './instance.ts';

export type Start = Omit<Instance, 'status' | 'result' | 'finishedAt' | 'tasks' | 'records'>;

/** `nextTaskId` hands out the numbers: DingTalk's task ids are unique over all instances. */
export function start(asked: Start, nextTaskId: () => number): Step {
  const at = asked.createdAt;
  const fresh: Instance = {
    ...asked,
    status: 'RUNNING',
    tasks: [],
    records: [
      record(asked.originator, at, 'START_PROCESS_INSTANCE'),
      ...(asked.ccAt === 'FINISH' ? [] : carbonCopy(asked, at)),
    ],
  };
  const opened = open(fresh, 0, at, nextTaskId);
  return { instance: opened.instance, news: [{ about: 'instance', type: 'start' }, ...opened.news] };
}

export type Act = {
  readonly taskId: number;
  readonly userId: string;
  readonly verdict: Verdict;
  readonly remark?: string;
  readonly at: number;
};

/** One signer's answer. A refusal ends the approval at once; an approval moves on when its group is content. */
export function act(instance: Instance, asked: Act, nextTaskId: () => number): Step {
  const task = answerable(instance, asked.taskId, asked.userId);
  const result = asked.verdict === 'agree' ? 'AGREE' : 'REFUSE';
  const done: Task = { ...task, status: 'COMPLETED', result, finishedAt: asked.at };
  const remark = asked.remark === undefined ? {} : { remark: asked.remark };
  const answered: Instance = {
    ...instance,
    tasks: instance.tasks.map((other) => (other === task ? done : other)),
    records: [...instance.records, { ...record(asked.userId, asked.at, 'EXECUTE_TASK_NORMAL'), result, ...remark }],
  };
  const said: News = { about: 'task', type: 'finish', result: asked.verdict, task: done, ...remark };
  if (asked.verdict === 'refuse') return after([said], finish(answered, 'refuse', asked.at));
  if (!isContent(answered, task.group)) return { instance: answered, news: [said] };
  const released = release(answered, asked.at);
  return after([said, ...released.news], open(released.instance, task.group + 1, asked.at, nextTaskId));
}

/** The signer hands the task to somebody else, who stands in the same place of the flow. */
export function redirect(
  instance: Instance,
  asked: { taskId: number; from: string; to: string; remark?: string; at: number },
  nextTaskId: () => number,
): Step {
  const task = answerable(instance, asked.taskId, asked.from);
  const remark = asked.remark === undefined ? {} : { remark: asked.remark };
  const done: Task = { ...task, status: 'COMPLETED', result: 'REDIRECTED', finishedAt: asked.at };
  const next: Task = {
    taskId: nextTaskId(),
    userId: asked.to,
    status: 'RUNNING',
    group: task.group,
    createdAt: asked.at,
  };
  return {
    instance: {
      ...instance,
      tasks: [...instance.tasks.map((other) => (other === task ? done : other)), next],
      records: [...instance.records, { ...record(asked.from, asked.at, 'REDIRECT_TASK'), ...remark }],
    },
    news: [
      { about: 'task', type: 'finish', result: 'redirect', task: done, ...remark },
      { about: 'task', type: 'start', task: next },
    ],
  };
}

/** Taken back, by the one who asked or by the system. */
export function terminate(instance: Instance, by: string, at: number, remark?: string): Step {
  mustRun(instance);
  const released = release(instance, at);
  const told = remark === undefined ? {} : { remark };
  return {
    instance: {
      ...released.instance,
      status: 'TERMINATED',
      finishedAt: at,
      records: [...instance.records, { ...record(by, at, 'TERMINATE_PROCESS_INSTANCE'), ...told }],
    },
    news: [...released.news, { about: 'instance', type: 'terminate' }],
  };
}

export const remarked = (instance: Instance, by: string, remark: string, at: number): Instance => ({
  ...instance,
  records: [...instance.records, { ...record(by, at, 'ADD_REMARK'), remark }],
});

export const waitingFor = (instance: Instance, userId: string): Task | undefined =>
  instance.tasks.find((task) => task.status === 'RUNNING' && task.userId === userId);

function answerable(instance: Instance, taskId: number, userId: string): Task {
  mustRun(instance);
  const task = instance.tasks.find((one) => one.taskId === taskId);
  if (task === undefined) return refuse('aflowProcessInstCanNotBeExecuted', 'this approval has no such task');
  if (task.userId !== userId) return refuse('param.illegal.operator', 'the task is asked of somebody else');
  if (task.status !== 'RUNNING') return refuse('task.status.error', 'the task is over');
  return task;
}

function mustRun(instance: Instance): void {
  if (instance.status !== 'RUNNING') refuse('aflowProcessInstStatusException', 'the approval is over');
}

/** AND waits for every task of its group; OR and NONE are content with one. */
function isContent(instance: Instance, group: number): boolean {
  if (instance.groups[group]?.actionType !== 'AND') return true;
  return instance.tasks.every((task) => task.group !== group || task.status !== 'RUNNING');
}

function open(instance: Instance, group: number, at: number, nextTaskId: () => number): Step {
  const signers = instance.groups[group];
  if (signers === undefined) return finish(instance, 'agree', at);
  const tasks = [...new Set(signers.userIds)].map(
    (userId): Task => ({ taskId: nextTaskId(), userId, status: 'RUNNING', group, createdAt: at }),
  );
  return {
    instance: { ...instance, tasks: [...instance.tasks, ...tasks] },
    news: tasks.map((task) => ({ about: 'task', type: 'start', task })),
  };
}

function finish(instance: Instance, result: Verdict, at: number): Step {
  const released = release(instance, at);
  return {
    instance: {
      ...released.instance,
      status: 'COMPLETED',
      result,
      finishedAt: at,
      records: [...instance.records, ...(instance.ccAt === 'START' ? [] : carbonCopy(instance, at))],
    },
    news: [...released.news, { about: 'instance', type: 'finish', result }],
  };
}

/** Whoever was still being asked need not answer any more. */
function release(instance: Instance, at: number): Step {
  const news: News[] = [];
  const tasks = instance.tasks.map((task): Task => {
    if (task.status !== 'RUNNING') return task;
    const canceled: Task = { ...task, status: 'CANCELED', finishedAt: at };
    news.push({ about: 'task', type: 'cancel', task: canceled });
    return canceled;
  });
  return { instance: { ...instance, tasks }, news };
}

const after = (news: readonly News[], step: Step): Step => ({ ...step, news: [...news, ...step.news] });

const record = (userId: string, at: number, type: OperationRecord['type']): OperationRecord => ({
  userId,
  at,
  type,
  result: 'NONE',
});

const carbonCopy = ({ cc, originator }: Pick<Instance, 'cc' | 'originator'>, at: number): readonly OperationRecord[] =>
  cc.length === 0 ? [] : [{ ...record(originator, at, 'PROCESS_CC'), ccUserIds: cc }];
