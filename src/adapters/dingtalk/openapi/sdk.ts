import * as cardApi from '@alicloud/dingtalk/dist/card_1_0/client.js';
import * as robotApi from '@alicloud/dingtalk/dist/robot_1_0/client.js';
import * as workflowApi from '@alicloud/dingtalk/dist/workflow_1_0/client.js';
import * as openapiUtil from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import { baseOf, type TenantSettings } from '../tenant-settings.ts';

/** The class inside a CommonJS module that Node hands over as one object: `default.default`. */
// The packages are CommonJS with a default export; Node's view of them has one more level than their types say.
const classIn = <Class>(module: { readonly default: { readonly default: Class } }): Class =>
  module.default.default ?? (module.default as unknown as Class);

const CardClient = classIn(cardApi);
const RobotClient = classIn(robotApi);
const WorkflowClient = classIn(workflowApi);

/** The official clients of one organisation, by sub-path; https always, except towards a pretend DingTalk on this machine. */
export function sdkFor({ bases }: Pick<TenantSettings, 'bases'>) {
  const { protocol, host } = new URL(baseOf(bases.api));
  const config = () =>
    new openapiUtil.Config({ protocol: protocol.replace(':', ''), endpoint: host, regionId: 'central' });
  return {
    card: new CardClient(config()),
    robot: new RobotClient(config()),
    workflow: new WorkflowClient(config()),
    protocol: protocol.replace(':', ''),
  };
}
export type Sdk = ReturnType<typeof sdkFor>;

/**
 * Its own retries are off: they do not know what may be repeated; ours do. What it calls the time to connect lasts until the answer begins, and
 * DingTalk itself gives up after three seconds.
 */
export const runtime = new RuntimeOptions({ connectTimeout: 8_000, readTimeout: 8_000, autoretry: false });

export { cardApi, robotApi, workflowApi };
