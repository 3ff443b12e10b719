import type { CentreInstance } from './centre.ts';
import type { Instance } from './instance.ts';

/** An approval as it shows in somebody's client. */
export type SeenApproval = {
  readonly processInstanceId: string;
  readonly title: string;
  readonly status: string;
  readonly result: string | null;
  readonly originator: string;
  readonly createdAt: number;
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly tasks: readonly { taskId: number; userId: string; status: string; result: string | null }[];
  readonly mine: 'sign' | 'started' | 'cc' | null;
  /** The process centre opens the application's own page instead of buttons. */
  readonly url?: string;
};

type Tasks = readonly { taskId: number; userId: string; status: string; result?: string }[];

export const approvalSeenBy = (instance: Instance, userId: string): SeenApproval | undefined =>
  seen(
    {
      processInstanceId: instance.id,
      title: instance.title,
      status: instance.status,
      result: instance.result ?? null,
      originator: instance.originator,
      createdAt: instance.createdAt,
      values: instance.values.map(({ name, value }) => ({ name, value })),
    },
    instance.tasks,
    isCopied(instance) ? instance.cc : [],
    userId,
  );

export function centreSeenBy(instance: CentreInstance, userId: string): SeenApproval | undefined {
  const own = instance.tasks.findLast((task) => task.userId === userId);
  return seen(
    {
      processInstanceId: instance.id,
      title: instance.title,
      status: instance.status,
      result: instance.result ?? null,
      originator: instance.originator,
      createdAt: instance.createdAt,
      values: instance.values,
      url: own?.url ?? instance.url,
    },
    instance.tasks,
    instance.notified,
    userId,
  );
}

function seen(
  what: Omit<SeenApproval, 'tasks' | 'mine'>,
  tasks: Tasks,
  copied: readonly string[],
  userId: string,
): SeenApproval | undefined {
  const asked = tasks.filter((task) => task.userId === userId);
  const mine = asked.some(({ status }) => status === 'RUNNING')
    ? 'sign'
    : what.originator === userId
      ? 'started'
      : copied.includes(userId)
        ? 'cc'
        : null;
  if (mine === null && asked.length === 0) return undefined;
  return {
    ...what,
    mine,
    tasks: tasks.map((task) => ({
      taskId: task.taskId,
      userId: task.userId,
      status: task.status,
      result: task.result ?? null,
    })),
  };
}

/** Copies go out at the start, at the end, or both. */
const isCopied = ({ ccAt, status }: Instance): boolean => ccAt !== 'FINISH' || status === 'COMPLETED';
