import { type Endpoint, get, post, put } from '../endpoint.ts';
import type { ProcessCentre } from './centre.ts';
import type { ApprovalDesk } from './desk.ts';

const scope = { scope: 'qyapi_aflow' };

export const centreEndpoints = (centre: ProcessCentre, desk: ApprovalDesk): readonly Endpoint[] => [
  post(
    '/v1.0/workflow/processCentres/schemas',
    ({ corpId, body }) => ({ result: { processCode: desk.saveForm(corpId, body, true).processCode } }),
    { scope: 'Workflow.Form.Write' },
  ),
  post(
    '/v1.0/workflow/processCentres/instances',
    ({ corpId, body }) => ({ result: { processInstanceId: centre.open(corpId, body).id } }),
    scope,
  ),
  put('/v1.0/workflow/processCentres/instances', ({ corpId, body }) => done(() => centre.close(corpId, body)), scope),
  post(
    '/v1.0/workflow/processCentres/tasks',
    ({ corpId, body }) => ({
      result: centre.addTasks(corpId, body).map(({ taskId, userId }) => ({ taskId, userId })),
      success: true,
    }),
    scope,
  ),
  put('/v1.0/workflow/processCentres/tasks', ({ corpId, body }) => done(() => centre.updateTasks(corpId, body)), scope),
  post(
    '/v1.0/workflow/processCentres/tasks/cancel',
    ({ corpId, body }) => done(() => centre.cancelTasks(corpId, body)),
    scope,
  ),
  get(
    '/v1.0/workflow/processCentres/todoTasks',
    ({ corpId, query }) => ({ result: centre.waitingFor(corpId, query) }),
    scope,
  ),
];

const done = (deed: () => void): { success: true } => {
  deed();
  return { success: true };
};
