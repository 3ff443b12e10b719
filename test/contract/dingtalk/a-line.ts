import { expect, onTestFinished } from 'vitest';
import { type StreamParts, StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import type { TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import { settingsFor as aSetting, LogInMemory } from '#test/builders/a-tenant.ts';
import { type Simulator, startSimulator } from '../../../simulator/start.ts';

export const corpId = 'dingshared01';
export const clientId = 'dingbatonshared';
export const hotline = 'cidTmCardio/Hotline+01==';

export const settingsFor = (url: string, more: Partial<TenantSettings> = {}): TenantSettings =>
  aSetting({ bases: { api: url, oapi: url }, ...more });

/** A pretend DingTalk for this test, closed when the test is over. */
export async function aDingTalk(given: { readonly pingMs?: number; readonly clock?: number } = {}) {
  const sim = await startSimulator({ port: 0, page: false, ...given });
  onTestFinished(() => sim.close());
  return { sim, ...handsOn(sim) };
}
export type DingTalk = Awaited<ReturnType<typeof aDingTalk>>;

export function handsOn(sim: Simulator) {
  const admin = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${sim.url}/sim/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    // an object, as the page of the admin API describes it
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    admin,
    faults: (knobs: object) => admin('faults', knobs),
    says: (text: string, userId = 'u-alvin') =>
      admin('say', { corpId, userId, conversationId: hotline, text, mention: true }),
    event: (eventId: string, data: object = {}, headers: object = {}) =>
      admin('push-raw', {
        clientId,
        type: 'EVENT',
        topic: '*',
        headers: { eventType: 'bpms_instance_change', eventId, eventCorpId: corpId, ...headers },
        data,
      }),
    pass: (advanceMs: number) => admin('clock', { advanceMs }),
    /** How many connections are open. */
    lines: () => sim.world.gateway?.connections(clientId) ?? 0,
  };
}

type Given = Partial<StreamParts> & { readonly settings?: TenantSettings; readonly starts?: number };

/** Baton's own receiver against that DingTalk, and all it kept. */
export async function aLine({ sim }: Pick<DingTalk, 'sim'>, { starts = 1, ...given }: Given = {}) {
  const log = new LogInMemory();
  const kept: Incoming[] = [];
  const counted: string[] = [];
  let pushes = 0;
  const keys = new Set<string>();
  const supervisor = new StreamSupervisor({
    settings: settingsFor(sim.url),
    log,
    keep: async (incoming) => {
      const name = `${incoming.kind} ${incoming.key}`;
      if (keys.has(name)) return false;
      keys.add(name);
      kept.push(incoming);
      return true;
    },
    answerLive: async () => ({ dataSourceQueryResponses: [] }),
    onPush: () => {
      pushes += 1;
    },
    onCount: (what) => void counted.push(what),
    baseDelayMs: 200,
    ...given,
  });
  await Promise.all(Array.from({ length: starts }, () => supervisor.start()));
  onTestFinished(() => supervisor.stop());
  return {
    supervisor,
    log,
    kept,
    counted,
    pushes: () => pushes,
    // The pauses between attempts double and are random: after some refusals the next may be many seconds away.
    connected: () => expect.poll(() => supervisor.health().connected, { timeout: 25_000 }).toBe(true),
    keeps: (count: number) => expect.poll(() => kept.length, { timeout: 20_000 }).toBe(count),
    count: (what: string) => counted.filter((one) => one === what).length,
  };
}

/** Long enough for what would come to have come: over one machine's sockets that is milliseconds. */
export const aMoment = (ms = 300) => new Promise((done) => setTimeout(done, ms));
