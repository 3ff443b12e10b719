import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream';
import { expect, onTestFinished } from 'vitest';
import { clientId, clientSecret, openSimulator } from './engines-app.ts';

export type Json = Record<string, unknown>;
type Ack = 'acknowledge' | 'keep silent';

/**
 * DingTalk's own stream client, pointed at the pretend gateway. Its addresses are constants, so the method that asks for one is replaced;
 * each client brings its own list of topics, because the default list is shared by all of them.
 */
class OfficialClient extends DWClient {
  readonly #url: string;

  constructor(url: string, secret: string) {
    const settings = {
      clientId,
      clientSecret: secret,
      autoReconnect: false,
      subscriptions: [{ type: 'EVENT', topic: '*' }],
    };
    super(settings);
    this.#url = url;
  }

  override async getEndpoint() {
    const { clientId, clientSecret, subscriptions } = this.getConfig();
    const answer = await fetch(`${this.#url}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, subscriptions, ua: 'dingtalk-sdk-nodejs/2.1.5' }),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    // the gateway's answer, as its page describes it
    const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
    return Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
  }
}

/** A pretend DingTalk for this test, closed when the test is over. */
export async function aDingTalk() {
  const opened = await openSimulator();
  onTestFinished(() => opened.sim.close());
  return opened;
}
export type DingTalk = Awaited<ReturnType<typeof aDingTalk>>;

/** An application that is connected with the official client, and all it has heard. */
export async function anApp({ sim }: DingTalk, events: Ack = 'acknowledge', secret = clientSecret) {
  const client = new OfficialClient(sim.url, secret);
  const messages: Json[] = [];
  const heard: DWClientDownStream[] = [];
  client.registerCallbackListener(TOPIC_ROBOT, (frame) => {
    // one flat object, as its page describes it
    messages.push(JSON.parse(frame.data) as Json);
    client.send(frame.headers.messageId, { response: null });
  });
  const answer = client.onEvent.bind(client);
  client.onEvent = (frame) => {
    heard.push(frame);
    if (events === 'acknowledge') answer(frame);
  };
  await client.connect();
  onTestFinished(() => client.disconnect());
  const eventsOf = (type: string) => heard.filter(({ headers }) => headers.eventType === type);
  return {
    client,
    messages,
    eventsOf,
    message: () =>
      expect
        .poll(() => messages[0], { timeout: 15_000 })
        .toBeDefined()
        .then(() => messages[0] ?? {}),
    event: async (type: string, count = 1) => {
      await expect.poll(() => eventsOf(type).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
      // the body of an event is a JSON string
      return JSON.parse(eventsOf(type).at(-1)?.data ?? '{}') as Json;
    },
  };
}

/** Long enough for a message that would come to have come: over one machine's sockets that is milliseconds. */
export const aMoment = () => new Promise((done) => setTimeout(done, 300));

export const base64 = (words: string): string => Buffer.from(words).toString('base64');
