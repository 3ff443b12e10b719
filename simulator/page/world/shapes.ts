/** What the admin API answers (ADMIN-API.md). Plain data, as it comes over the wire. */
export type UserId = string;

export type User = {
  readonly userId: UserId;
  readonly name: string;
  readonly nameZh?: string;
  readonly title?: string;
  readonly active?: boolean;
};

export type Group = {
  readonly openConversationId: string;
  readonly title: string;
  readonly members: readonly UserId[];
  readonly hasRobot: readonly string[];
};

export type Quota = {
  readonly api: number;
  readonly push: number;
  readonly apiLimit: number;
  readonly pushLimit: number;
};

export type App = {
  readonly clientId: string;
  readonly name: string;
  readonly connections: number;
  readonly quota: Quota;
  readonly homeUrl?: string;
};

export type Corp = {
  readonly corpId: string;
  readonly name: string;
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly apps: readonly App[];
};

export type Faults = Readonly<Record<string, unknown>>;

export type World = {
  readonly now: number;
  readonly clock: 'real' | 'fake';
  readonly corps: readonly Corp[];
  readonly faults: Faults;
};

/** A person is known by organisation and id: the same doctor has another id at the hospital. */
export type Who = { readonly corpId: string; readonly userId: UserId };

export type Conversation = {
  readonly conversationId: string;
  readonly kind: 'group' | 'robot';
  readonly title: string;
  readonly clientId?: string;
  readonly unread: number;
  readonly lastText?: string;
  readonly lastAt?: number;
};

export type Badges = {
  readonly approvals: number;
  readonly todos: number;
  readonly dings: number;
  readonly notices: number;
  readonly calendar: number;
};

export type PhoneState = {
  readonly user: User;
  readonly conversations: readonly Conversation[];
  readonly badges: Badges;
};

export type SentFile = {
  readonly fileName?: string;
  readonly name?: string;
  readonly size?: number;
  readonly url: string;
};

export type MessageKind =
  | 'text'
  | 'markdown'
  | 'actionCard'
  | 'card'
  | 'picture'
  | 'richText'
  | 'file'
  | 'audio'
  | 'video'
  | 'link'
  | 'image'
  | 'notice';

export type Message = {
  readonly messageId: string;
  readonly at: number;
  readonly from: { readonly kind: 'user' | 'robot'; readonly userId?: UserId; readonly name: string };
  readonly kind: MessageKind;
  readonly text?: string;
  readonly title?: string;
  readonly parts?: readonly { readonly text?: string; readonly file?: SentFile; readonly url?: string }[];
  readonly buttons?: readonly { readonly title: string; readonly url: string }[];
  readonly file?: SentFile;
  readonly url?: string;
  readonly durationMs?: number;
  readonly recognition?: string;
  readonly card?: { readonly outTrackId: string; readonly view?: CardView };
  readonly quote?: { readonly messageId: string; readonly summary: string };
  readonly readBy?: readonly UserId[];
  readonly recalled?: boolean;
  readonly mention?: boolean;
  readonly pushText?: string;
};

export type Step = { readonly label: string; readonly state: 'done' | 'now' | 'todo' | 'late'; readonly at?: string };
export type Field = { readonly label: string; readonly value: string; readonly tone?: string };
export type CardButton = {
  readonly actionId: string;
  readonly label: string;
  readonly style?: string;
  readonly confirm?: string;
  readonly url?: string;
  readonly params?: Readonly<Record<string, string>>;
};
export type FormField = {
  readonly name: string;
  readonly label?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly hidden?: boolean;
  readonly placeholder?: string;
  readonly defaultValue?: unknown;
  readonly options?: readonly { readonly value: string; readonly text?: unknown }[];
};

export type Block =
  | { readonly kind: 'header'; readonly text: string; readonly badge?: string; readonly tone?: string }
  | { readonly kind: 'steps'; readonly value: readonly Step[] }
  | { readonly kind: 'fields'; readonly value: readonly Field[] }
  | { readonly kind: 'markdown'; readonly value: string }
  | { readonly kind: 'note'; readonly value: string; readonly tone?: string }
  | { readonly kind: 'buttons'; readonly items: readonly CardButton[] }
  | {
      readonly kind: 'form';
      readonly actionId: string;
      readonly value: { readonly fields: readonly FormField[] };
      readonly submitLabel?: string;
    };

export type CardView = { readonly blocks: readonly Block[]; readonly updatedAt?: number };

export type Approval = {
  readonly processInstanceId: string;
  readonly title: string;
  readonly status: string;
  readonly result?: string | null;
  readonly originator: string;
  readonly createdAt: number;
  readonly values: readonly { readonly name: string; readonly value: unknown }[];
  readonly tasks: readonly {
    readonly taskId: string | number;
    readonly userId: UserId;
    readonly status: string;
    readonly result?: string | null;
  }[];
  /** The process centre opens the application's own page instead of buttons. */
  readonly url?: string;
  readonly mine: 'sign' | 'started' | 'cc' | null;
};

/** What `say` and `send` answer: did it reach the bot, and if not, why not. */
export type Sent = { readonly messageId: string; readonly reachedBot: boolean; readonly why?: string };
