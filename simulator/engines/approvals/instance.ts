import type { FilledValue } from './form-values.ts';

export type Verdict = 'agree' | 'refuse';

/** Signers who are asked together: AND all of them, OR whoever is first, NONE a single person. */
export type Group = { readonly actionType: 'AND' | 'OR' | 'NONE'; readonly userIds: readonly string[] };

export type Task = {
  readonly taskId: number;
  readonly userId: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELED';
  readonly result?: 'AGREE' | 'REFUSE' | 'REDIRECTED';
  readonly group: number;
  readonly createdAt: number;
  readonly finishedAt?: number;
};

export type OperationRecord = {
  readonly userId: string;
  readonly at: number;
  readonly type:
    | 'START_PROCESS_INSTANCE'
    | 'EXECUTE_TASK_NORMAL'
    | 'REDIRECT_TASK'
    | 'ADD_REMARK'
    | 'PROCESS_CC'
    | 'TERMINATE_PROCESS_INSTANCE'
    | 'FINISH_PROCESS_INSTANCE';
  readonly result: 'AGREE' | 'REFUSE' | 'NONE';
  readonly remark?: string;
  readonly ccUserIds?: readonly string[];
};

/** One approval under way, or over. */
export type Instance = {
  readonly id: string;
  readonly businessId: string;
  readonly processCode: string;
  readonly title: string;
  readonly originator: string;
  readonly deptId: number;
  readonly values: readonly FilledValue[];
  readonly groups: readonly Group[];
  readonly startedByCall: boolean;
  readonly cc: readonly string[];
  readonly ccAt: 'START' | 'FINISH' | 'START_FINISH';
  readonly status: 'RUNNING' | 'COMPLETED' | 'TERMINATED';
  readonly result?: Verdict;
  readonly createdAt: number;
  readonly finishedAt?: number;
  readonly tasks: readonly Task[];
  readonly records: readonly OperationRecord[];
};

/** What the world hears of it, in the order it happened. */
export type News =
  | { readonly about: 'instance'; readonly type: 'start' | 'terminate' }
  | { readonly about: 'instance'; readonly type: 'finish'; readonly result: Verdict }
  | { readonly about: 'task'; readonly type: 'start' | 'cancel'; readonly task: Task }
  | {
      readonly about: 'task';
      readonly type: 'finish';
      readonly result: Verdict | 'redirect';
      readonly task: Task;
      readonly remark?: string;
    };

export type Step = { readonly instance: Instance; readonly news: readonly News[] };
