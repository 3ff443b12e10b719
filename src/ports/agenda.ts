import type { TenantId, UserId } from '../domain/ids.ts';

/** To-dos and calendar entries of staff. Subjects hold no patient data. */
export interface Agenda {
  /** One to-do per `key`: asking again returns the one there is. */
  addToDo(
    tenant: TenantId,
    todo: {
      readonly key: string;
      readonly user: UserId;
      readonly subject: string;
      readonly due?: Date;
      readonly url: string;
    },
  ): Promise<string>;
  finishToDo(tenant: TenantId, user: UserId, task: string): Promise<void>;
  /** One entry per `key` within a day. */
  addVisit(
    tenant: TenantId,
    visit: {
      readonly key: string;
      readonly user: UserId;
      readonly others: readonly UserId[];
      readonly subject: string;
      readonly start: Date;
      readonly minutes: number;
      readonly place?: string;
    },
  ): Promise<string>;
  removeVisit(tenant: TenantId, user: UserId, event: string): Promise<void>;
}
