import type { TenantId, UserId } from '../domain/ids.ts';

/** The sign-off form as configured: fields by label (at most 20 characters each). */
export type ApprovalForm = {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: 'text' | 'longtext';
    readonly required: boolean;
  }[];
};

export type NewApproval = {
  readonly tenant: TenantId;
  readonly template: string;
  readonly originator: UserId;
  readonly approver: UserId;
  /** Our own reference, one of the field values: the only way to find an instance whose start had an unknown outcome. */
  readonly reference: string;
  readonly values: Readonly<Record<string, string>>;
};

export type ApprovalView = {
  readonly instance: string;
  readonly status: 'running' | 'agreed' | 'refused' | 'withdrawn';
  readonly decidedBy?: UserId;
  readonly remark?: string;
  readonly decidedAt?: Date;
  readonly openTask?: { readonly task: string; readonly user: UserId };
};

/** DingTalk's OA approval. Refuses as Messenger does. */
export interface Approvals {
  /** Creates the template, or updates the one given, and gives its code. */
  ensureTemplate(tenant: TenantId, form: ApprovalForm, known: string | undefined): Promise<string>;
  /** Not idempotent: record "starting" first, and `find` after an unknown outcome. */
  start(approval: NewApproval): Promise<{ readonly instance: string }>;
  find(tenant: TenantId, template: string, reference: string, since: Date): Promise<string | undefined>;
  look(tenant: TenantId, instance: string): Promise<ApprovalView>;
  /** In the name of the approver, after they said so to us themselves. */
  decide(tenant: TenantId, instance: string, user: UserId, answer: 'agree' | 'refuse', remark: string): Promise<void>;
  withdraw(tenant: TenantId, instance: string, originator: UserId, remark: string): Promise<void>;
}
