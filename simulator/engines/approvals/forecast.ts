import type { Scene } from '../scene.ts';
import type { Form } from './form.ts';
import { defaultFlow } from './start-call.ts';

/** Who would be asked if the template's own flow ran. Console-made flows are not imitated: the default flow has one node. */
export function forecast(form: Form, corpId: string, userId: string, scene: Scene) {
  const nodes = defaultFlow(scene, corpId);
  return {
    isForecastSuccess: true,
    isStaticWorkflow: true,
    processCode: form.processCode,
    userId,
    workflowActivityRules: nodes.map(({ userIds, actionType }, place) => ({
      activityId: `activity_${place}`,
      prevActivityId: place === 0 ? 'sid-startevent' : `activity_${place - 1}`,
      activityName: 'Approver',
      activityType: 'target_approval',
      isTargetSelect: false,
      workflowActor: {
        actorKey: `actor_${place}`,
        actorType: 'approver',
        actorSelectionType: 'approvals',
        allowedMulti: true,
        approvalType: 'MANUAL',
        approvalMethod: actionType === 'NONE' ? 'ONE_BY_ONE' : actionType,
        required: true,
      },
      activityActioners: userIds.map((one) => ({ userId: one, name: scene.person(corpId, one)?.name ?? one })),
    })),
    workflowForecastNodes: nodes.map((_, place) => ({
      activityId: `activity_${place}`,
      outId: `activity_${place + 1}`,
    })),
  };
}
