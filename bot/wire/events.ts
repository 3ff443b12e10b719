import { z } from 'zod';
import { moment } from './lenient.ts';

const text = z.string();

/** Events come flat, or under `data`; both are looked at. */
const unwrapped = (data: unknown): unknown =>
  data !== null && typeof data === 'object' && 'data' in data && data.data !== null && typeof data.data === 'object'
    ? data.data
    : data;

const approval = z.looseObject({ processInstanceId: text.min(1) });
const read = z.looseObject({ userId: text, processQueryKey: text, operatTime: moment });
const people = z.looseObject({ userId: z.union([z.array(text), text.transform((one) => [one])]) });
const group = z.looseObject({ openConversationId: text, userId: z.array(text).default([]) });
const file = z.looseObject({
  spaceId: text,
  dentryId: z.union([text, z.number()]).transform(String),
  type: text.optional(),
});

/** What happened in DingTalk, in our words. */
export type Event =
  | { readonly what: 'approval'; readonly instance: string }
  | { readonly what: 'read'; readonly user: string; readonly receipt: string; readonly at: Date | undefined }
  | { readonly what: 'left' | 'joined'; readonly users: readonly string[] }
  | { readonly what: 'group-joined' | 'group-left'; readonly conversation: string; readonly users: readonly string[] }
  | { readonly what: 'file'; readonly space: string; readonly file: string }
  | { readonly what: 'other' };

/** Approvals have one name inside an organisation and another for applications of the market. */
const approvalEvent = /^workflow_(instance|task)_change_(directed|broadcast)$/;

export function readEvent(eventType: string, data: unknown): Event | undefined {
  const body = unwrapped(data);
  switch (approvalEvent.test(eventType) ? 'bpms_instance_change' : eventType) {
    case 'bpms_instance_change':
    case 'bpms_task_change': {
      const found = approval.safeParse(body);
      return found.success ? { what: 'approval', instance: found.data.processInstanceId } : undefined;
    }
    case 'robot_msg_read': {
      const found = read.safeParse(body);
      return found.success
        ? { what: 'read', user: found.data.userId, receipt: found.data.processQueryKey, at: found.data.operatTime }
        : undefined;
    }
    case 'user_leave_org':
    case 'user_add_org': {
      const found = people.safeParse(body);
      return found.success
        ? { what: eventType === 'user_leave_org' ? 'left' : 'joined', users: found.data.userId }
        : undefined;
    }
    case 'chat_add_member':
    case 'chat_remove_member': {
      const found = group.safeParse(body);
      return found.success
        ? {
            what: eventType === 'chat_add_member' ? 'group-joined' : 'group-left',
            conversation: found.data.openConversationId,
            users: found.data.userId,
          }
        : undefined;
    }
    case 'storage_dentry_create': {
      const found = file.safeParse(body);
      return found.success && found.data.type !== 'FOLDER'
        ? { what: 'file', space: found.data.spaceId, file: found.data.dentryId }
        : { what: 'other' };
    }
    default:
      return { what: 'other' };
  }
}
