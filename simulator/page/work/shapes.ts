type Loose = Readonly<Record<string, unknown>>;

/** One line of a list: a to-do, a visit, a notice, a DING. Names differ a little between DingTalk's APIs; here they meet. */
export type Item = {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly at: number | undefined;
  readonly until: number | undefined;
  readonly done: boolean;
  readonly url: string | undefined;
  readonly from: string;
  /** A DING's way: 1 in the app, 2 by SMS, 3 by phone. */
  readonly channel: string;
  readonly buttons: readonly { readonly title: string; readonly url: string }[];
};

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const inside = (value: unknown): Loose => (isLoose(value) ? value : {});

const firstText = (holder: Loose, names: readonly string[]): string => {
  for (const name of names) {
    const value = holder[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
};

const instant = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value !== '') {
    const parsed = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  if (!isLoose(value)) return undefined;
  return instant(value.dateTime ?? value.date);
};

/** A work notice's `msg` of the older API: one part named for its type, each with names of its own. */
function noticeOf(msg: Loose): Loose {
  const part = inside(msg[firstText(msg, ['msgtype'])]);
  const body = inside(part.body);
  return {
    title: firstText(part, ['title']) || firstText(body, ['title']) || firstText(inside(part.head), ['text']),
    text: firstText(part, ['content', 'text', 'markdown']) || firstText(body, ['content']),
    url: firstText(part, ['message_url', 'messageUrl', 'single_url', 'url']),
    ...msg,
  };
}

/** Reads one entry of `/sim/api/todos|calendar|dings|notices`. */
export function itemOf(entry: unknown): Item {
  const one = inside(entry);
  const message = noticeOf(inside(one.message ?? one.msg));
  const link = inside(one.detailUrl);
  return {
    id: firstText(one, ['taskId', 'id', 'eventId', 'openDingId', 'dingId', 'messageId', 'noticeId']),
    title: firstText(one, ['subject', 'summary', 'title', 'name']) || firstText(message, ['title']),
    words:
      firstText(one, ['description', 'text', 'content', 'markdown']) ||
      firstText(message, ['text', 'content', 'markdown']),
    at: instant(one.dueTime ?? one.start ?? one.at ?? one.createdAt),
    until: instant(one.end),
    done: one.done === true || one.isDone === true || one.status === 'cancelled',
    url:
      firstText(link, ['appUrl', 'pcUrl']) ||
      firstText(one, ['url', 'detailUrl', 'messageUrl', 'singleUrl']) ||
      firstText(message, ['url']) ||
      undefined,
    from: isLoose(one.from) ? firstText(one.from, ['name']) : firstText(one, ['from', 'fromName', 'appName']),
    channel: firstText(one, ['type', 'remindType']),
    buttons: (Array.isArray(one.buttons) ? one.buttons : [])
      .filter(isLoose)
      .map((button) => ({
        title: firstText(button, ['title']) || 'Open',
        url: firstText(button, ['url', 'actionUrl', 'action_url']),
      }))
      .filter(({ url }) => url !== ''),
  };
}

/** The list in an answer, whatever it is called there. */
export function itemsOf(answer: unknown): readonly Item[] {
  const list = Object.values(inside(answer)).find(Array.isArray);
  return Array.isArray(list) ? list.map(itemOf) : [];
}
