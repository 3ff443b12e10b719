import { refuse } from '../refusal.ts';
import type { Scene, Somebody } from '../scene.ts';
import { needText, number, text, texts, type Wire, wires } from '../wire.ts';
import type { Start } from './flow.ts';
import type { Form } from './form.ts';
import { fill } from './form-values.ts';
import type { Group } from './instance.ts';

type Frame = { readonly corpId: string; readonly form: Form; readonly id: string; readonly businessId: string };

/** Reads and checks `POST /v1.0/workflow/processInstances`. */
export function startCall(body: Wire, { corpId, form, id, businessId }: Frame, scene: Scene): Start {
  const originator = activePerson(scene, corpId, needText(body, 'originatorUserId', 'invalidParameter'));
  if (text(body, 'bizDetailPageUrl') !== undefined)
    refuse('benefitStatusInvalid', 'bizDetailPageUrl needs the paid edition of OA approval');
  const named = groupsOf(body, (userId) => activePerson(scene, corpId, userId));
  const deptId = number(body, 'deptId');
  if (deptId === undefined && named.length === 0)
    refuse('processInstanceInvalidParameter', 'deptId is needed when no approvers are given');
  if (deptId !== undefined && deptId !== -1 && !originator.departments.includes(deptId))
    refuse('processInstanceInvalidParameter', 'the originator is not in that department');
  return {
    id,
    businessId,
    processCode: form.processCode,
    title: `${originator.name} submitted ${form.name}`,
    originator: originator.userId,
    deptId: deptId ?? -1,
    values: fill(form, wires(body, 'formComponentValues'), (userId) => scene.person(corpId, userId) !== undefined),
    groups: named.length > 0 ? named : defaultFlow(scene, corpId),
    startedByCall: named.length > 0,
    ...copiesOf(body, named.length > 0),
    createdAt: scene.now(),
  };
}

/** A form made by the API comes with a default flow only; here it is the corp's administrators, whoever is first. */
export function defaultFlow(scene: Scene, corpId: string): readonly Group[] {
  const admins = scene.people(corpId).filter(({ active, admin }) => active && admin);
  return admins.length === 0 ? [] : [{ actionType: 'OR', userIds: admins.map(({ userId }) => userId) }];
}

function groupsOf(body: Wire, mustBeActive: (userId: string) => Somebody): readonly Group[] {
  const given = wires(body, 'approvers');
  if (given.length > 20) refuse('processInstanceInvalidParameter', 'at most 20 groups of approvers');
  return given.map((group) => {
    const userIds = [...new Set(texts(group, 'userIds'))];
    const actionType = text(group, 'actionType') ?? 'NONE';
    if (actionType !== 'AND' && actionType !== 'OR' && actionType !== 'NONE')
      return refuse('processInstanceInvalidParameter', 'actionType is AND, OR or NONE');
    if (userIds.length === 0) refuse('processInstanceInvalidParameter', 'a group of approvers is empty');
    if (actionType === 'NONE' && userIds.length > 1)
      refuse('processInstanceInvalidParameter', 'actionType NONE names a single person');
    userIds.forEach(mustBeActive);
    return { actionType, userIds };
  });
}

/** The copy list counts only with approvers of the call; the template's own flow has its own. */
function copiesOf(body: Wire, counts: boolean): Pick<Start, 'cc' | 'ccAt'> {
  const cc = texts(body, 'ccList');
  if (cc.length > 50) refuse('processInstanceInvalidParameter', 'at most 50 people in ccList');
  const at = text(body, 'ccPosition') ?? 'FINISH';
  if (at !== 'START' && at !== 'FINISH' && at !== 'START_FINISH')
    return refuse('processInstanceInvalidParameter', 'ccPosition is START, FINISH or START_FINISH');
  return { cc: counts ? cc : [], ccAt: at };
}

export function activePerson(scene: Scene, corpId: string, userId: string): Somebody {
  const found = scene.person(corpId, userId);
  return found?.active ? found : refuse('userNotExist', 'there is no such active user');
}
