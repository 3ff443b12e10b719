import { randomBytes } from 'node:crypto';
import { refuse } from '../refusal.ts';
import { counter, type Scene } from '../scene.ts';
import { needText, text, type Wire } from '../wire.ts';
import { commentData, eventData, eventType } from './answers.ts';
import { act, redirect, remarked, start, terminate, waitingFor } from './flow.ts';
import { FORMS_PER_CORP, type Form, formOf } from './form.ts';
import type { Instance, Step, Verdict } from './instance.ts';
import { startCall } from './start-call.ts';

const TOO_EARLY_MS = 15_000;

type Kept<Of> = Of & { readonly corpId: string };

/** The OA approval of every corp: forms, instances, and the news they make. Long because every deed on an approval is a line of this list. */
export class ApprovalDesk {
  readonly #scene: Scene;
  readonly #forms = new Map<string, Kept<Form>>();
  readonly #instances = new Map<string, Kept<Instance>>();
  /** Shared with the process centre: task ids are unique over both. */
  readonly nextTaskId = counter(77_537_611);
  readonly #nextBusiness = counter(1);

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  saveForm(corpId: string, body: Wire, centre: boolean): Form {
    const now = this.#scene.now();
    const given = text(body, 'processCode');
    const before = given === undefined ? undefined : this.form(corpId, given);
    const made = formOf(body, before?.processCode ?? codeFor('PROC-'), now, centre);
    const form: Form = before === undefined ? made : { ...made, createdAt: before.createdAt };
    const own = [...this.#forms.values()].filter((other) => other.corpId === corpId);
    if (own.some(({ name, processCode }) => name === form.name && processCode !== form.processCode))
      refuse('formName.error', 'another form of this corp has the same name');
    if (before === undefined && own.length >= FORMS_PER_CORP)
      refuse('formschema.error', 'a corp has at most 200 forms');
    this.#forms.set(form.processCode, { ...form, corpId });
    this.#scene.emit(corpId, 'workflow_form_change', {
      formCode: form.processCode,
      type: before === undefined ? 'create' : 'modify',
      name: form.name,
      modifierUserId: '',
      createTime: String(form.createdAt),
      modifyTime: String(now),
    });
    return form;
  }

  form(corpId: string, processCode: string): Form {
    const found = this.#forms.get(processCode);
    return found?.corpId === corpId ? found : refuse('processCodeError', 'there is no such form in this corp');
  }

  forms(corpId: string): readonly Form[] {
    return [...this.#forms.values()].filter((form) => form.corpId === corpId);
  }

  start(corpId: string, body: Wire): Instance {
    const form = this.form(corpId, needText(body, 'processCode', 'processCodeError'));
    const day = new Date(this.#scene.now() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    const businessId = `${day}${String(this.#nextBusiness()).padStart(12, '0')}`;
    const asked = startCall(body, { corpId, form, id: codeFor(''), businessId }, this.#scene);
    return this.#keep(corpId, start(asked, this.nextTaskId));
  }

  get(corpId: string, processInstanceId: string): Instance {
    const found = this.#instances.get(processInstanceId);
    return found?.corpId === corpId ? found : refuse('processInstanceNotExist', 'there is no such approval');
  }

  all(corpId: string): readonly Instance[] {
    return [...this.#instances.values()].filter((instance) => instance.corpId === corpId);
  }

  execute(corpId: string, id: string, taskId: number, userId: string, verdict: Verdict, remark?: string): Instance {
    const asked = { taskId, userId, verdict, at: this.#scene.now(), ...(remark === undefined ? {} : { remark }) };
    return this.#keep(corpId, act(this.get(corpId, id), asked, this.nextTaskId));
  }

  /** The human in the client: whatever task waits for this person. */
  sign(corpId: string, id: string, userId: string, verdict: Verdict, remark?: string): Instance {
    const task = waitingFor(this.get(corpId, id), userId);
    if (task === undefined) return refuse('task.status.error', 'this approval does not wait for that person');
    return this.execute(corpId, id, task.taskId, userId, verdict, remark);
  }

  /** By API: not in the first 15 seconds, and only by the one who asked, or by the system. */
  terminate(corpId: string, id: string, by: { isSystem: boolean; userId?: string; remark?: string }): Instance {
    const instance = this.get(corpId, id);
    if (!by.isSystem && by.userId === undefined) refuse('invalidParameter', 'operatingUserId is missing');
    if (!by.isSystem && by.userId !== instance.originator) refuse('noPermission', 'only the originator may withdraw');
    if (this.#scene.now() - instance.createdAt < TOO_EARLY_MS)
      refuse('aflowProcessInstStatusException', 'an approval cannot be withdrawn in its first 15 seconds');
    return this.#end(corpId, instance, by.userId ?? '', by.remark);
  }

  /** The originator taking it back in the client. */
  withdraw(corpId: string, id: string, userId: string): Instance {
    const instance = this.get(corpId, id);
    if (userId !== instance.originator) refuse('noPermission', 'only the originator may withdraw');
    return this.#end(corpId, instance, userId);
  }

  comment(corpId: string, id: string, userId: string, words: string): void {
    const instance = remarked(this.get(corpId, id), userId, words, this.#scene.now());
    this.#keep(corpId, { instance, news: [] });
    this.#scene.emit(corpId, 'bpms_task_change', commentData(instance, userId, words));
  }

  redirect(corpId: string, asked: { taskId: number; from: string; to: string; remark?: string }): void {
    const instance = this.all(corpId).find(({ tasks }) => tasks.some(({ taskId }) => taskId === asked.taskId));
    if (instance === undefined) return refuse('task.status.error', 'there is no such task');
    this.#keep(corpId, redirect(instance, { ...asked, at: this.#scene.now() }, this.nextTaskId));
  }

  #end(corpId: string, instance: Instance, by: string, remark?: string): Instance {
    if (this.form(corpId, instance.processCode).templateConfig.disableStopProcessButton === true)
      refuse('internalError', '820008: the template does not allow withdrawal');
    return this.#keep(corpId, terminate(instance, by, this.#scene.now(), remark));
  }

  #keep(corpId: string, { instance, news }: Step): Instance {
    this.#instances.set(instance.id, { ...instance, corpId });
    for (const one of news) this.#scene.emit(corpId, eventType(one), eventData(one, instance));
    this.#scene.changed('approval', { corpId });
    return instance;
  }
}

const codeFor = (prefix: string): string =>
  prefix === ''
    ? randomBytes(18).toString('base64url')
    : `${prefix}${randomBytes(16)
        .toString('hex')
        .toUpperCase()
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
