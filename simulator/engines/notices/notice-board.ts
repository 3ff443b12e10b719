import { counter, type Scene } from '../scene.ts';
import { asWire, parsed, text, type Wire } from '../wire.ts';
import { type Dropped, NoticeQuota } from './quota.ts';

export type Notice = {
  readonly taskId: number;
  readonly corpId: string;
  readonly clientId: string;
  readonly at: number;
  readonly msg: Wire;
  readonly receivers: readonly string[];
  readonly dropped: Readonly<Record<string, Dropped>>;
  readonly readBy: readonly string[];
  readonly recalled: boolean;
};

/** What a call names: who is meant and what is said. */
export type Asked = {
  readonly agentId: number | undefined;
  readonly userIds: readonly string[];
  readonly departments: readonly number[];
  readonly everybody: boolean;
  readonly msg: Wire;
};

export const TYPES: readonly string[] = ['text', 'image', 'voice', 'file', 'link', 'oa', 'markdown', 'action_card'];

/** A legacy call comes as JSON or as a form: `msg` is then a JSON string and lists are joined by commas. */
export function askedOf(body: Wire): Asked {
  const split = (key: string): readonly string[] =>
    (text(body, key) ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const msg = typeof body.msg === 'string' ? parsed(body.msg) : body.msg;
  const agent = Number(body.agent_id);
  return {
    agentId: Number.isFinite(agent) ? agent : undefined,
    userIds: split('userid_list'),
    departments: split('dept_id_list').map(Number),
    everybody: body.to_all_user === true || body.to_all_user === 'true',
    msg: asWire(msg),
  };
}

/** Why a call is refused (legacy codes), or undefined when it is taken. Being taken does not mean being delivered. */
export function refusalOf(asked: Asked, ownAgentId: number): { errcode: number; errmsg: string } | undefined {
  const { agentId, userIds, departments, everybody, msg } = asked;
  if (agentId === undefined) return { errcode: 40035, errmsg: 'missing parameter agent_id' };
  if (agentId !== ownAgentId) return { errcode: 400002, errmsg: 'invalid agent_id' };
  if (userIds.length === 0 && departments.length === 0 && !everybody)
    return { errcode: 40035, errmsg: 'missing receiver' };
  if (userIds.length > 100 || departments.length > 20) return { errcode: 400002, errmsg: 'too many receivers' };
  const type = text(msg, 'msgtype');
  if (type === undefined || !TYPES.includes(type)) return { errcode: 400002, errmsg: 'invalid msgtype' };
  if (Buffer.byteLength(JSON.stringify(msg)) > 2048)
    return { errcode: 400002, errmsg: 'msg is longer than 2048 bytes' };
  return undefined;
}

/** Work notices: the sender always hears ok, whatever was dropped. */
export class NoticeBoard {
  readonly #scene: Scene;
  readonly #notices: Notice[] = [];
  readonly #quotas = new Map<string, NoticeQuota>();
  readonly #next = counter(456_000);

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  send(corpId: string, clientId: string, asked: Asked): Notice {
    const at = this.#scene.now();
    const content = JSON.stringify(asked.msg);
    const receivers: string[] = [];
    const dropped: Record<string, Dropped> = {};
    for (const userId of this.#meant(corpId, asked)) {
      const why = this.#quota(clientId).take(userId, content, at);
      if (why === undefined) receivers.push(userId);
      else dropped[userId] = why;
    }
    for (const [userId, why] of Object.entries(dropped))
      this.#scene.note('work notice dropped silently', { corpId, clientId, userId, why });
    const notice: Notice = {
      taskId: this.#next(),
      corpId,
      clientId,
      at,
      msg: asked.msg,
      receivers,
      dropped,
      readBy: [],
      recalled: false,
    };
    this.#notices.push(notice);
    for (const userId of receivers) this.#scene.changed('notice', { corpId, userId });
    return notice;
  }

  get(clientId: string, taskId: number): Notice | undefined {
    return this.#notices.find((notice) => notice.taskId === taskId && notice.clientId === clientId);
  }

  recall(clientId: string, taskId: number): boolean {
    return this.#replace(this.get(clientId, taskId), { recalled: true });
  }

  of(corpId: string, userId: string): readonly Notice[] {
    return this.#notices.filter(
      (notice) => notice.corpId === corpId && notice.receivers.includes(userId) && !notice.recalled,
    );
  }

  /** Looking at the list is reading it. */
  readAll(corpId: string, userId: string): void {
    for (const notice of this.of(corpId, userId))
      if (!notice.readBy.includes(userId)) this.#replace(notice, { readBy: [...notice.readBy, userId] });
  }

  #replace(notice: Notice | undefined, change: Partial<Notice>): boolean {
    if (notice === undefined) return false;
    this.#notices[this.#notices.indexOf(notice)] = { ...notice, ...change };
    this.#scene.changed('notice', { corpId: notice.corpId });
    return true;
  }

  #meant(corpId: string, { userIds, departments, everybody }: Asked): ReadonlySet<string> {
    const active = this.#scene.people(corpId).filter((person) => person.active);
    return new Set(
      active
        .filter(
          (person) =>
            everybody || userIds.includes(person.userId) || person.departments.some((id) => departments.includes(id)),
        )
        .map(({ userId }) => userId),
    );
  }

  #quota(clientId: string): NoticeQuota {
    const found = this.#quotas.get(clientId) ?? new NoticeQuota();
    this.#quotas.set(clientId, found);
    return found;
  }
}
