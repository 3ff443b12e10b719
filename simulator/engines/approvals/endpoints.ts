import { type Call, type Endpoint, get, post } from '../endpoint.ts';
import { refuse } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { flag, needNumber, needText, number, text, type Wire, wires } from '../wire.ts';
import { instanceAnswer } from './answers.ts';
import type { ApprovalDesk } from './desk.ts';
import { waitingFor } from './flow.ts';
import { forecast } from './forecast.ts';
import { schemaAnswer } from './form.ts';
import { fill } from './form-values.ts';
import { idsQuery } from './ids-query.ts';
import { activePerson } from './start-call.ts';

const read = (form: 'Form' | 'Instance') => ({ scope: `Workflow.${form}.Read` });
const write = (form: 'Form' | 'Instance') => ({ scope: `Workflow.${form}.Write` });
const BAD = 'invalidParameter';

export const approvalEndpoints = (desk: ApprovalDesk, scene: Scene): readonly Endpoint[] => [
  post(
    '/v1.0/workflow/forms',
    ({ corpId, body }) => ({ result: { processCode: desk.saveForm(corpId, body, false).processCode } }),
    write('Form'),
  ),
  get(
    '/v1.0/workflow/forms/schemas/processCodes',
    ({ corpId, query }) => ({
      result: schemaAnswer(desk.form(corpId, needText(query, 'processCode', 'processCodeError'))),
    }),
    read('Form'),
  ),
  get('/v1.0/workflow/processes/userVisibilities/templates', (call) => visibleTemplates(desk, call), read('Form')),
  post('/v1.0/workflow/processes/forecast', (call) => forecastAnswer(desk, scene, call), read('Instance')),
  post(
    '/v1.0/workflow/processInstances',
    ({ corpId, body }) => ({ instanceId: desk.start(corpId, body).id }),
    write('Instance'),
  ),
  get(
    '/v1.0/workflow/processInstances',
    // "true" is a string here: DingTalk's own type says so
    ({ corpId, query }) => ({
      result: instanceAnswer(desk.get(corpId, needText(query, 'processInstanceId', BAD))),
      success: 'true',
    }),
    read('Instance'),
  ),
  post(
    '/v1.0/workflow/processes/instanceIds/query',
    ({ corpId, body }) => ({ result: idsQuery(body, desk.all(corpId), scene.now()), success: true }),
    read('Instance'),
  ),
  post('/v1.0/workflow/processInstances/execute', (call) => execute(desk, scene, call), write('Instance')),
  post('/v1.0/workflow/processInstances/terminate', (call) => terminate(desk, call), write('Instance')),
  post('/v1.0/workflow/processInstances/comments', (call) => comment(desk, scene, call), write('Instance')),
  post('/v1.0/workflow/tasks/redirect', (call) => redirect(desk, scene, call), write('Instance')),
  get(
    '/v1.0/workflow/processes/todoTasks/numbers',
    ({ corpId, query }) => {
      const userId = needText(query, 'userId', BAD);
      return { result: desk.all(corpId).filter((instance) => waitingFor(instance, userId)).length };
    },
    read('Instance'),
  ),
];

function visibleTemplates(desk: ApprovalDesk, { corpId, query }: Call) {
  const skip = number(query, 'nextToken') ?? 0;
  const most = number(query, 'maxResults') ?? 100;
  if (most < 1 || most > 100) refuse('invalidMaxResults', 'maxResults is 1 to 100');
  const forms = desk.forms(corpId).filter(({ centre, templateConfig }) => !centre && templateConfig.hidden !== true);
  const processList = forms
    .slice(skip, skip + most)
    .map(({ name, processCode }) => ({ name, processCode, url: '', iconUrl: '', dirId: 'other', dirName: 'Other' }));
  return { result: { processList, ...(skip + most < forms.length ? { nextToken: skip + most } : {}) } };
}

function forecastAnswer(desk: ApprovalDesk, scene: Scene, { corpId, body }: Call) {
  const form = desk.form(corpId, needText(body, 'processCode', 'processCodeError'));
  const { userId } = activePerson(scene, corpId, needText(body, 'userId', BAD));
  needNumber(body, 'deptId', BAD);
  fill(form, wires(body, 'formComponentValues'), (id) => scene.person(corpId, id) !== undefined);
  return { result: forecast(form, corpId, userId, scene) };
}

function execute(desk: ApprovalDesk, scene: Scene, { corpId, body }: Call) {
  const result = text(body, 'result');
  if (result !== 'agree' && result !== 'refuse') return refuse(BAD, 'result is agree or refuse');
  const actor = activePerson(scene, corpId, needText(body, 'actionerUserId', BAD)).userId;
  const id = needText(body, 'processInstanceId', BAD);
  desk.execute(corpId, id, needNumber(body, 'taskId', BAD), actor, result, words(body, 'remark', 1024));
  return { result: true, success: true };
}

function terminate(desk: ApprovalDesk, { corpId, body }: Call) {
  const userId = text(body, 'operatingUserId');
  const remark = words(body, 'remark', 1024);
  desk.terminate(corpId, needText(body, 'processInstanceId', BAD), {
    isSystem: flag(body, 'isSystem'),
    ...(userId === undefined ? {} : { userId }),
    ...(remark === undefined ? {} : { remark }),
  });
  return { result: true, success: true };
}

function comment(desk: ApprovalDesk, scene: Scene, { corpId, body }: Call) {
  const by = activePerson(scene, corpId, needText(body, 'commentUserId', BAD)).userId;
  const said = words(body, 'text', 1024) ?? refuse(BAD, 'text is missing');
  desk.comment(corpId, needText(body, 'processInstanceId', BAD), by, said);
  return { result: true, success: true };
}

function redirect(desk: ApprovalDesk, scene: Scene, { corpId, body }: Call) {
  const remark = words(body, 'remark', 256);
  desk.redirect(corpId, {
    taskId: needNumber(body, 'taskId', BAD),
    from: activePerson(scene, corpId, needText(body, 'operateUserId', BAD)).userId,
    to: activePerson(scene, corpId, needText(body, 'toUserId', BAD)).userId,
    ...(remark === undefined ? {} : { remark }),
  });
  return { result: true };
}

function words(body: Wire, key: string, most: number): string | undefined {
  const said = text(body, key);
  return said !== undefined && said.length > most ? refuse(BAD, `${key} has at most ${most} characters`) : said;
}
