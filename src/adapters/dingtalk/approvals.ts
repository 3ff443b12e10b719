import type { UserId } from '#src/domain/ids.ts';
import type { Approvals, ApprovalView } from '#src/ports/approvals.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { runtime, type Sdk, workflowApi } from './openapi/sdk.ts';

/** DingTalk's OA approval of one organisation. */
export function approvalsOf(api: OpenApi, sdk: Sdk): Approvals {
  const labels = new Map<string, ReadonlyMap<string, string>>();
  return {
    ensureTemplate: async (_tenant, form, known) => {
      const { body } = await api.run({ api: 'workflow.form', lane: 'soon', repeat: 'again' }, (token) =>
        sdk.workflow.formCreateWithOptions(
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
        ),
      );
      const code = body?.result?.processCode;
      if (!code) throw new Undeliverable('empty-answer', 'stop', 'the form was not created');
      labels.set(code, new Map(form.fields.map(({ id, label }) => [id, label])));
      return code;
    },
    start: async ({ template, originator, approver, values }) => {
      const names = labels.get(template) ?? new Map<string, string>();
      const { body } = await api.run({ api: 'workflow.start', lane: 'now', repeat: 'once' }, (token) =>
        sdk.workflow.startProcessInstanceWithOptions(
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
        ),
      );
      const instance = body?.instanceId;
      if (!instance) throw new Undeliverable('empty-answer', 'drop', 'the approval was not started');
      return { instance };
    },
    find: async (tenant, template, reference, since) => {
      for (let next = 0; ; ) {
        const { result } = await api.json<{ result?: { list?: string[]; nextToken?: number | string } }>(
          { api: 'workflow.ids', lane: 'now', repeat: 'again' },
          'POST',
          '/v1.0/workflow/processes/instanceIds/query',
          { processCode: template, startTime: since.getTime() - 60_000, nextToken: next, maxResults: 20 },
        );
        for (const instance of result?.list ?? []) {
          const { formComponentValues = [] } = await read(api, instance);
          if (formComponentValues.some(({ value }) => value === reference)) return instance;
        }
        if (result?.nextToken === undefined || (result.list ?? []).length === 0) return undefined;
        next = Number(result.nextToken);
        if (!Number.isFinite(next) || tenant === undefined) return undefined;
      }
    },
    look: async (_tenant, instance) => viewOf(instance, await read(api, instance)),
    decide: async (_tenant, instance, user, answer, remark) => {
      const { openTask } = viewOf(instance, await read(api, instance));
      if (!openTask || openTask.user !== user) return;
      await api.json(
        { api: 'workflow.execute', lane: 'now', repeat: 'again' },
        'POST',
        '/v1.0/workflow/processInstances/execute',
        { processInstanceId: instance, taskId: Number(openTask.task), actionerUserId: user, result: answer, remark },
      );
    },
    withdraw: async (_tenant, instance, originator, remark) => {
      await api.json(
        { api: 'workflow.terminate', lane: 'soon', repeat: 'again' },
        'POST',
        '/v1.0/workflow/processInstances/terminate',
        { processInstanceId: instance, isSystem: false, operatingUserId: originator, remark },
      );
    },
  };
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
    // User ids come from DingTalk as they are; the brand is ours.
    ...(decided?.userId ? { decidedBy: decided.userId as UserId } : {}),
    ...(decided?.remark ? { remark: decided.remark } : {}),
    ...(standing === 'running' && open?.userId && open.taskId !== undefined
      ? { openTask: { task: String(open.taskId), user: open.userId as UserId } }
      : {}),
  };
}
