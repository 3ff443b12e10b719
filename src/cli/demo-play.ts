import type { Baton } from '#src/start/baton.ts';
import type { Samples } from './demo-samples.ts';

export const corp = 'dingshared01';
export const hotlineGroup = 'cidTmCardio/Hotline+01==';
const robot = 'dingbatonshared';

type Block = {
  readonly kind: string;
  readonly text?: string;
  readonly badge?: string;
  readonly value?: unknown;
  readonly items?: readonly {
    readonly actionId: string;
    readonly label: string;
    readonly params?: Readonly<Record<string, string>>;
    readonly url?: string;
  }[];
};
export type Message = {
  readonly messageId: string;
  readonly kind: string;
  readonly text?: string;
  readonly pushText?: string;
  readonly title?: string;
  readonly card?: { readonly outTrackId: string; readonly view?: { readonly blocks: readonly Block[] } };
};

/** The hands of the cast on the pretend DingTalk, for the demo. */
export class DemoPlay {
  readonly baton: Baton;
  readonly samples: Samples;
  code = '';
  referral = '';

  constructor(baton: Baton, samples: Samples) {
    this.baton = baton;
    this.samples = samples;
  }

  get #base(): string {
    const { pretendUrl } = this.baton;
    if (!pretendUrl) throw new Error('the demo needs a pretend DingTalk');
    return pretendUrl;
  }

  async post<Answer = Record<string, unknown>>(path: string, body: object): Promise<Answer> {
    const answer = await fetch(`${this.#base}/sim/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // The admin API's own shapes; each caller looks at what it uses.
    const data = (await answer.json()) as Answer;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(data)}`);
    return data;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await fetch(`${this.#base}/sim/api/${path}`)).json()) as Answer;
  }

  /** The mini-app's own door, in the name of one of the cast. */
  async page(user: string) {
    const app = this.baton.config.tenants.tenants.find(({ corpId }) => corpId === corp);
    const { code } = await this.post<{ code: string }>('auth-code', {
      corpId: corp,
      clientId: app?.clientId,
      userId: user,
    });
    const signIn = await fetch(`${this.baton.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ way: 'dingtalk', corpId: corp, code }),
    });
    const { csrf } = (await signIn.json()) as { csrf: string };
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const ask = async <Answer>(path: string, init: RequestInit = {}): Promise<Answer> => {
      const headers = { cookie, 'x-baton-csrf': csrf, 'content-type': 'application/json' };
      const answer = await fetch(`${this.baton.url}${path}`, { ...init, headers });
      const data = (await answer.json()) as Answer;
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(data)}`);
      return data;
    };
    return {
      get: <Answer>(path: string) => ask<Answer>(path),
      post: (path: string, body: object) => ask<unknown>(path, { method: 'POST', body: JSON.stringify(body) }),
    };
  }

  chatOf = (user: string): string => `cid${Buffer.from(`${robot}/${user}`).toString('base64')}`;

  say = (user: string, conversationId: string, text: string, mention = false) =>
    this.post<{ reachedBot: boolean; why?: string }>('say', {
      corpId: corp,
      userId: user,
      conversationId,
      text,
      mention,
    });

  tell = (user: string, text: string) => this.say(user, this.chatOf(user), text);

  messages = async (user: string, conversationId: string): Promise<readonly Message[]> =>
    (
      await this.get<{ messages: Message[] }>(
        `messages?corpId=${corp}&userId=${user}&conversationId=${encodeURIComponent(conversationId)}`,
      )
    ).messages;

  /** The card of the referral as this person sees it, in their own chat or in the group. */
  async card(user: string, where: 'chat' | 'group'): Promise<Message | undefined> {
    const all = await this.messages(user, where === 'chat' ? this.chatOf(user) : hotlineGroup);
    return all.find((message) => message.card?.view?.blocks[0]?.text?.includes(this.code));
  }

  blocks = (message: Message | undefined): readonly Block[] => message?.card?.view?.blocks ?? [];

  /** Presses the button with this label on this person's card. */
  async press(user: string, where: 'chat' | 'group', label: string): Promise<{ ok: boolean; ms: number }> {
    const message = await this.until(`a button "${label}" for ${user}`, async () => {
      const card = await this.card(user, where);
      return this.#button(card, label) ? card : undefined;
    });
    const button = this.#button(message, label);
    return this.post('tap', {
      corpId: corp,
      userId: user,
      outTrackId: message.card?.outTrackId ?? '',
      actionId: button?.actionId ?? '',
    });
  }

  #button(message: Message | undefined, label: string) {
    return this.blocks(message)
      .flatMap(({ items = [] }) => items)
      .find((item) => item.label === label);
  }

  async state(): Promise<string> {
    const row = await this.baton.store.ledger.read((page) => page.referrals.byCode(this.code));
    return row?.referral.standing.state ?? 'none';
  }

  becomes = (state: string) =>
    this.until(`${this.code} to be ${state}`, async () => ((await this.state()) === state ? state : undefined));

  /** Waits for something to be so; at most ten seconds. */
  async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + 10_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  hours = (hours: number) => this.post('clock', { advanceMs: Math.round(hours * 3_600_000) });

  read = (user: string, conversationId: string) => this.post('read', { corpId: corp, userId: user, conversationId });
}
