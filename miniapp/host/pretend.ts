import type { Setup } from '#src/contract/session.ts';
import { type Host, HostRefused, hostRefusal, tenantsInOrder } from './host.ts';

type Answer = Readonly<Record<string, unknown>>;
type Around = Pick<Window, 'parent' | 'addEventListener' | 'removeEventListener' | 'setTimeout' | 'clearTimeout'>;

const patience = 8_000;

/** Asks the pretend phone around this frame one thing. Only the window that holds the frame is believed. */
export function askPhone(around: Around, ask: string, more: Answer = {}): Promise<Answer> {
  const n = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  return new Promise((resolve, reject) => {
    const onMessage = ({ source, data }: MessageEvent) => {
      if (source !== around.parent || !isAnswer(data) || data['source'] !== 'pretend-dingtalk' || data['n'] !== n)
        return;
      done();
      if ('error' in data) reject(hostRefusal(data['error']));
      else resolve(data);
    };
    const timer = around.setTimeout(() => {
      done();
      reject(new HostRefused('-1', 'the pretend phone did not answer'));
    }, patience);
    const done = () => {
      around.clearTimeout(timer);
      around.removeEventListener('message', onMessage);
    };
    around.addEventListener('message', onMessage);
    around.parent.postMessage({ source: 'baton-miniapp', ask, n, ...more }, '*');
  });
}

const isAnswer = (data: unknown): data is Answer => typeof data === 'object' && data !== null;

/** The drawn phone of the simulator. It tells whose phone it is, so that several in one browser keep apart. */
export async function pretendHost(around: Around, search: string): Promise<Host> {
  const hello = await askPhone(around, 'hello').catch((): Answer => ({}));
  return {
    kind: 'pretend',
    ...(typeof hello['userId'] === 'string' ? { phone: hello['userId'] } : {}),
    async code(setup: Setup) {
      // A tenant of this service that is not this person's is refused by the phone as DingTalk does: their own is tried first.
      const own = setup.tenants.filter(({ corpId }) => corpId === hello['corpId']);
      const [tenant] = own.length > 0 ? own : tenantsInOrder(setup, search);
      if (!tenant) throw new HostRefused('9', 'no organisation of this service is known to this phone');
      const { code } = await askPhone(around, 'requestAuthCode', { corpId: tenant.corpId, clientId: tenant.clientId });
      return { way: 'dingtalk', corpId: tenant.corpId, code: String(code) };
    },
    setTitle(title) {
      // The bar of a drawn phone is an ornament: no answer is waited for.
      void askPhone(around, 'setTitle', { title }).catch(() => undefined);
    },
    async scan() {
      const { code, text } = await askPhone(around, 'scan');
      return String(code ?? text ?? '');
    },
  };
}
