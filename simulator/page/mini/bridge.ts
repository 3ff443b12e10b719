import { SimulatorSaid, tell } from '../world/ask.ts';
import type { User, Who } from '../world/shapes.ts';

/** What the phone does for a mini-app that asks (BRIDGE.md). */
export type Hands = {
  readonly who: Who;
  readonly user: User;
  readonly theme: 'light' | 'dark';
  readonly setTitle: (title: string) => void;
  readonly close: () => void;
  readonly scan: () => Promise<string | undefined>;
};

type Asked = { readonly ask: string; readonly n: unknown; readonly words: Readonly<Record<string, unknown>> };
type Answer = Readonly<Record<string, unknown>>;

const refused = (errorCode: string, errorMessage: string): Answer => ({ error: { errorCode, errorMessage } });
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Listens to one frame only, and answers only the origin that was opened in it. */
export function openBridge(frame: HTMLIFrameElement, origin: string, hands: () => Hands): () => void {
  const onMessage = (event: MessageEvent<unknown>) => {
    const asked = readAsk(event.data);
    if (event.source !== frame.contentWindow || event.origin !== origin || asked === undefined) return;
    void answer(asked, hands()).then((given) =>
      frame.contentWindow?.postMessage({ source: 'pretend-dingtalk', n: asked.n, ...given }, origin),
    );
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}

function readAsk(data: unknown): Asked | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const words: Readonly<Record<string, unknown>> = { ...data };
  return words.source === 'baton-miniapp' ? { ask: word(words.ask), n: words.n, words } : undefined;
}

async function answer({ ask, words }: Asked, hands: Hands): Promise<Answer> {
  switch (ask) {
    case 'requestAuthCode':
      return authCode(hands.who, word(words.corpId) || hands.who.corpId, word(words.clientId));
    case 'setTitle':
      hands.setTitle(word(words.title).slice(0, 40));
      return { ok: true };
    case 'close':
      // the answer must leave before the frame does
      setTimeout(hands.close, 50);
      return { ok: true };
    case 'scan': {
      const text = await hands.scan();
      return text === undefined ? refused('3', 'the user cancelled') : { text, code: text };
    }
    case 'hello':
      return { userId: hands.who.userId, corpId: hands.who.corpId, name: hands.user.name, theme: hands.theme };
    default:
      return refused('4040', `this phone does not know "${ask.slice(0, 40)}"`);
  }
}

async function authCode({ corpId, userId }: Who, wanted: string, clientId: string): Promise<Answer> {
  if (wanted !== corpId) return refused('9', 'this person is not in that organisation: check corpId');
  try {
    const { code } = await tell<{ code: string }>('auth-code', { corpId, clientId, userId });
    return { code };
  } catch (trouble) {
    return trouble instanceof SimulatorSaid
      ? refused('9', trouble.message)
      : refused('-1', 'the simulator did not answer');
  }
}
