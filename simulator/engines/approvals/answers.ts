import { minute } from './form.ts';
import type { Instance, News, Task } from './instance.ts';

/** `result` of GET processInstances, odd spellings and minute precision included. */
export const instanceAnswer = (instance: Instance) => ({
  title: instance.title,
  businessId: instance.businessId,
  status: instance.status,
  ...(instance.result === undefined ? {} : { result: instance.result }),
  originatorUserId: instance.originator,
  originatorDeptId: String(instance.deptId),
  originatorDeptName: '',
  ...(instance.startedByCall ? { approverUserIds: instance.groups.flatMap(({ userIds }) => userIds) } : {}),
  ccUserIds: instance.cc,
  createTime: minute(instance.createdAt),
  ...(instance.finishedAt === undefined ? {} : { finishTime: minute(instance.finishedAt) }),
  formComponentValues: instance.values,
  operationRecords: instance.records.map(({ at, ...rest }) => ({ ...rest, date: minute(at) })),
  tasks: instance.tasks.map((task) => taskAnswer(task, instance.id)),
  bizAction: 'NONE',
  attachedProcessInstanceIds: [],
});

const taskAnswer = (task: Task, processInstanceId: string) => ({
  taskId: task.taskId,
  userId: task.userId,
  status: task.status,
  ...(task.result === undefined ? {} : { result: task.result }),
  createTime: minute(task.createdAt),
  ...(task.finishedAt === undefined ? {} : { finishTime: minute(task.finishedAt) }),
  mobileUrl: `https://aflow.dingtalk.com/m?procInsId=${processInstanceId}&taskId=${task.taskId}`,
  pcUrl: `https://aflow.dingtalk.com/pc?procInsId=${processInstanceId}&taskId=${task.taskId}`,
  activityId: `activity_${task.group}`,
  taskGroupName: '',
});

export const eventType = (news: News): string =>
  news.about === 'instance' ? 'bpms_instance_change' : 'bpms_task_change';

/** The body of the event: fields that do not apply are missing. */
export function eventData(news: News, instance: Instance) {
  const common = { ...about(instance), type: news.type };
  if (news.about === 'instance')
    return {
      ...common,
      businessType: '',
      ...(news.type === 'finish' ? { result: news.result } : {}),
      url: `https://aflow.dingtalk.com/dingtalk/mobile/homepage.htm?procInstId=${instance.id}`,
      staffId: instance.originator,
      createTime: instance.createdAt,
      ...(instance.finishedAt === undefined || news.type === 'start' ? {} : { finishTime: instance.finishedAt }),
    };
  return {
    ...common,
    taskId: news.task.taskId,
    ...(news.type === 'finish' ? { result: news.result } : {}),
    ...(news.type === 'finish' && news.remark !== undefined ? { remark: news.remark } : {}),
    staffId: news.task.userId,
    createTime: news.task.createdAt,
    ...(news.task.finishedAt === undefined ? {} : { finishTime: news.task.finishedAt }),
  };
}

/** Older pages name a task event of type `comment`; newer ones are silent about it. */
export const commentData = (instance: Instance, by: string, words: string) => ({
  ...about(instance),
  type: 'comment',
  staffId: by,
  remark: words,
  createTime: instance.createdAt,
});

const about = ({ id, processCode, businessId, title }: Instance) => ({
  processInstanceId: id,
  processCode,
  businessId,
  bizCategoryId: '',
  title,
});
