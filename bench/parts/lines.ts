import { fork } from 'node:child_process';
import { once } from 'node:events';
import { DWClient, EventAck } from 'dingtalk-stream';
import type { TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import { settingsFor } from '#test/builders/a-tenant.ts';
import type { Answer, Order } from './sender.ts';

/** Two applications of the pretend DingTalk, so that Baton and the bare client are measured in one run against one server. */
export const baton = { clientId: 'dingbatonshared', corpId: 'dingshared01', secret: 'pretend-secret-shared' };
export const bare = { clientId: 'dingbatontmh', corpId: 'dingtmh00001', secret: 'pretend-secret-tmh' };

type Obeyed = Extract<Answer, { is: 'done' }>;

/** A pretend DingTalk in a process of its own, and somebody who tells it what to send. */
export async function aSender() {
  const child = fork(new URL('./sender.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [ready]: Answer[] = await once(child, 'message');
  if (ready?.is !== 'ready') throw new Error('the pretend DingTalk did not start');
  let orders = 0;
  const ask = (order: Exclude<Order, { do: 'end' }>): Promise<Obeyed> => {
    orders += 1;
    const number = orders;
    return new Promise((resolve) => {
      const listen = (answer: Answer) => {
        if (answer.is !== 'done' || answer.order !== number) return;
        child.off('message', listen);
        resolve(answer);
      };
      child.on('message', listen);
      child.send({ number, order } satisfies { number: number; order: Order });
    });
  };
  const end = async () => {
    child.send({ number: 0, order: { do: 'end' } satisfies Order });
    await once(child, 'exit');
  };
  return { url: ready.url, ask, end };
}

export const batonAt = (url: string): TenantSettings =>
  settingsFor({ clientId: baton.clientId, corpId: baton.corpId, bases: { api: url, oapi: url } });

/** The official client as it comes, with an empty handler; only the address it asks is another. */
class BareClient extends DWClient {
  readonly #url: string;
  constructor(url: string) {
    super({ clientId: bare.clientId, clientSecret: bare.secret });
    this.#url = url;
  }
  override async getEndpoint() {
    const { clientId, clientSecret } = this.getConfig();
    const answer = await fetch(`${this.#url}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, subscriptions: [{ type: 'EVENT', topic: '*' }] }),
    });
    // the gateway's answer, as its page describes it
    const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
    return Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
  }
}

/** It prints "connect success" and more; the standard output of a bench is one JSON object. */
export async function theBareClient(url: string): Promise<BareClient> {
  console.info = () => undefined;
  const client = new BareClient(url);
  client.registerAllEventListener(() => ({ status: EventAck.SUCCESS }));
  await client.connect();
  return client;
}

export const figures = (ms: readonly number[]) => {
  const sorted = [...ms].sort((one, other) => one - other);
  const at = (part: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 100) / 100;
  return { samples: ms.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
};
