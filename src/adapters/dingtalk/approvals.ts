import { id, type UserId } from '#src/domain/ids.ts';
import { Unreachable } from '#src/domain/refused.ts';
import type { Approvals, ApprovalView } from '#src/ports/approvals.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import { lenientDate } from './lenient-date.ts';
import { held } from './openapi/faulty.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { runtime, type Sdk, workflowApi } from './openapi/sdk.ts';

/** DingTalk's OA approval of one organisation. */
export function approvalsOf(api: OpenApi, sdk: Sdk): Approvals {
  const labels = new Map<string, ReadonlyMap<string, string>>();
  return {
    ensureTemplate: async (_tenant, form, known) => {
      const code = await api.run({ api: 'workflow.form', lane: 'soon', repeat: 'again' }, async (token) => {
        const { body } = await sdk.workflow.formCreateWithOptions(
          new workflowApi.FormCreateRequest({
            ...(known ? { processCode: known } : {}),
            name: form.name,
            description: form.description,
            formComponents: form.fields.map(
              ({ id, label, kind, required }) =>
                new workflowApi.FormComponent({
                  componentType: kind === 'longtext' ? 'TextareaField' : 'TextField',
                  props: new workflowApi.FormComponentProps({
                    componentId: `${kind === 'longtext' ? 'TextareaField' : 'TextField'}-${id}`,
                    label,
                    required,
                    bizAlias: id,
                  }),
                }),
            ),
          }),
          new workflowApi.FormCreateHeaders({ xAcsDingtalkAccessToken: token }),
          runtime,
        );
        return held(body?.result?.processCode);
      });
      labels.set(code, new Map(form.fields.map(({ id, label }) => [id, label])));
      return code;
    },
    start: async ({ template, originator, approver, values }) => {
      const names = labels.get(template) ?? new Map<string, string>();
      const instance = await api.run({ api: 'workflow.start', lane: 'now', repeat: 'once' }, async (token) => {
        const { body } = await sdk.workflow.startProcessInstanceWithOptions(
          new workflowApi.StartProcessInstanceRequest({
            processCode: template,
            originatorUserId: originator,
            approvers: [
              new workflowApi.StartProcessInstanceRequestApprovers({ actionType: 'NONE', userIds: [approver] }),
            ],
            formComponentValues: Object.entries(values).map(
              ([id, value]) =>
                new workflowApi.StartProcessInstanceRequestFormComponentValues({
                  name: names.get(id) ?? id,
                  bizAlias: id,
                  value,
                }),
            ),
          }),
          new workflowApi.StartProcessInstanceHeaders({ xAcsDingtalkAccessToken: token }),
          runtime,
        );
        return held(body?.instanceId);
      });
      return { instance };
    },
    find: async (_tenant, template, reference, since) => {
      // Clocks differ a little.
      const startTime = since.getTime() - 60_000;
      let nextToken = 0;
      for (let page = 0; page < mostPages; page += 1) {
        const { result } = await api.json<{ result?: { list?: string[]; nextToken?: number | string } }>(
          { api: 'workflow.ids', lane: 'now', repeat: 'again' },
          'POST',
          '/v1.0/workflow/processes/instanceIds/query',
          { processCode: template, startTime, nextToken, maxResults: 20 },
        );
        for (const instance of result?.list ?? []) {
          const { formComponentValues = [] } = await read(api, instance);
          if (formComponentValues.some(({ value }) => value === reference)) return instance;
        }
        const next = Number(result?.nextToken);
        if (!Number.isFinite(next) || next <= nextToken) return undefined;
        nextToken = next;
      }
      return undefined;
    },
    look: async (_tenant, instance) => viewOf(instance, await read(api, instance)),
    decide: async (_tenant, instance, user, answer, remark) => {
      const { openTask } = viewOf(instance, await read(api, instance));
      if (!openTask || openTask.user !== user) return;
      await unlessOver(api, instance, () =>
        api.json(
          { api: 'workflow.execute', lane: 'now', repeat: 'again' },
          'POST',
          '/v1.0/workflow/processInstances/execute',
          { processInstanceId: instance, taskId: Number(openTask.task), actionerUserId: user, result: answer, remark },
        ),
      );
    },
    withdraw: (_tenant, instance, originator, remark) =>
      unlessOver(api, instance, () =>
        api.json(
          { api: 'workflow.terminate', lane: 'soon', repeat: 'again' },
          'POST',
          '/v1.0/workflow/processInstances/terminate',
          { processInstanceId: instance, isSystem: false, operatingUserId: originator, remark },
        ),
      ),
  };
}

const mostPages = 50;

/** DingTalk's ways of saying that it is over already, or too early: within 15 seconds of its start an approval cannot be withdrawn. */
const overOrEarly = new Set([
  'aflowProcessInstStatusException',
  'aflowProcessInstCanNotBeExecuted',
  'task.status.error',
  'instance.status.error',
]);

/** Somebody was faster: that is no failure. If it still runs, it was too early, and comes again. */
async function unlessOver(api: OpenApi, instance: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Undeliverable && overOrEarly.has(error.reason))) throw error;
    if (viewOf(instance, await read(api, instance)).status !== 'running') return;
    throw new Unreachable('dingtalk.unreachable', `workflow: ${error.reason}; it still runs`);
  }
}

type Instance = {
  readonly status?: string;
  readonly result?: string;
  readonly formComponentValues?: readonly { readonly name?: string; readonly value?: string }[];
  readonly tasks?: readonly {
    readonly taskId?: number | string;
    readonly userId?: string;
    readonly status?: string;
    readonly result?: string;
  }[];
  readonly operationRecords?: readonly {
    readonly userId?: string;
    readonly type?: string;
    readonly result?: string;
    readonly remark?: string;
    readonly date?: string;
  }[];
};

const read = async (api: OpenApi, instance: string): Promise<Instance> =>
  (
    await api.json<{ result?: Instance }>(
      { api: 'workflow.get', lane: 'now', repeat: 'again' },
      'GET',
      `/v1.0/workflow/processInstances?processInstanceId=${encodeURIComponent(instance)}`,
    )
  ).result ?? {};

/** Approved is COMPLETED and agree; who decided stands in the operation records. */
function viewOf(instance: string, { status, result, tasks = [], operationRecords = [] }: Instance): ApprovalView {
  const decided = operationRecords.findLast(
    (record) => /EXECUTE_TASK/.test(record.type ?? '') && /AGREE|REFUSE/.test(record.result ?? ''),
  );
  const open = tasks.find((task) => task.status === 'RUNNING' || task.status === 'NEW');
  const standing =
    status === 'COMPLETED'
      ? result === 'agree'
        ? 'agreed'
        : 'refused'
      : status === 'TERMINATED'
        ? 'withdrawn'
        : 'running';
  return {
    instance,
    status: standing,
    ...(decided?.userId ? { decidedBy: id<UserId>(decided.userId) } : {}),
    ...(decided?.remark ? { remark: decided.remark } : {}),
    ...(decided?.date ? { decidedAt: lenientDate(decided.date) } : {}),
    ...(standing === 'running' && open?.userId && open.taskId !== undefined
      ? { openTask: { task: String(open.taskId), user: id<UserId>(open.userId) } }
      : {}),
  };
}
