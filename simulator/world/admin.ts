import type { AdminEndpoint } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { asWire, needText, number, text, texts, type Wire } from '../engines/wire.ts';
import type { Tokens } from '../http/tokens.ts';
import { postEncrypted } from '../stream/http-callback.ts';
import type { App, Faults } from './types.ts';
import type { World } from './world.ts';

type Console = { readonly world: World; readonly tokens: Tokens };

/** The console and the weather: state, clock, journal, faults, an app's settings, frames by hand. */
export function worldAdmin(parts: Console): readonly AdminEndpoint[] {
  const { world } = parts;
  return [
    { method: 'GET', path: '/sim/api/state', run: () => stateOf(world) },
    { method: 'POST', path: '/sim/api/clock', run: ({ body }) => turnClock(world, body) },
    {
      method: 'GET',
      path: '/sim/api/journal',
      run: ({ query }) => ({ entries: world.journal.after(number(query, 'after') ?? 0, text(query, 'kind')) }),
    },
    { method: 'GET', path: '/sim/api/faults', run: () => world.faults },
    { method: 'POST', path: '/sim/api/faults', run: ({ body }) => setFaults(parts, body) },
    { method: 'POST', path: '/sim/api/app', run: ({ body }) => changeApp(world, body) },
    {
      method: 'POST',
      path: '/sim/api/push-raw',
      run: async ({ body }) => ({
        answered: await world.gateway?.pushRaw(
          needText(body, 'clientId', 'missing'),
          text(body, 'type') ?? 'EVENT',
          text(body, 'topic') ?? '*',
          strings(asWire(body['headers'])),
          body['data'] ?? {},
          number(body, 'copies') ?? 1,
        ),
      }),
    },
    {
      method: 'POST',
      path: '/sim/api/disconnect',
      run: ({ body }) => (
        world.gateway?.sendDisconnect(needText(body, 'clientId', 'missing'), number(body, 'closeAfterMs')),
        { sent: true }
      ),
    },
  ];
}

const strings = (wire: Wire): Record<string, string> =>
  Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, String(value)]));

const stateOf = (world: World) => ({
  now: world.now(),
  clock: world.clock.kind,
  corps: [...world.corps.values()].map((corp) => ({
    corpId: corp.corpId,
    name: corp.name,
    users: [...corp.people.values()],
    groups: [...corp.groups.values()]
      .filter(({ disbanded }) => !disbanded)
      .map((group) => ({
        openConversationId: group.openConversationId,
        title: group.title,
        members: [...group.members],
        hasRobot: [...group.robots],
        spaceId: group.spaceId,
      })),
    apps: [...corp.apps.values()].map(({ clientId, agentId, name, quota, homeUrl }) => ({
      clientId,
      agentId,
      name,
      connections: world.gateway?.connections(clientId) ?? 0,
      quota,
      ...(homeUrl ? { homeUrl } : {}),
    })),
  })),
  faults: world.faults,
});

function turnClock(world: World, body: Wire) {
  const advance = number(body, 'advanceMs');
  const set =
    body['set'] === undefined
      ? undefined
      : typeof body['set'] === 'string' && !/^\d+$/.test(body['set'])
        ? Date.parse(body['set'])
        : number(body, 'set');
  if (advance !== undefined) world.clock.advance(advance);
  else if (set !== undefined && Number.isFinite(set)) world.clock.set(set);
  else refuse('missing', 'advanceMs or set');
  world.changed('clock', {});
  return { now: world.now(), clock: world.clock.kind };
}

function setFaults({ world, tokens }: Console, body: Wire): Faults {
  const { reset, expireTokens, ...knobs } = body;
  if (expireTokens === true) tokens.expireAll();
  // The admin API's own document names the knobs and their types; a wrong one only makes this world odd.
  world.faults = { ...(reset === true ? {} : world.faults), ...(knobs as Faults) };
  world.changed('faults', {});
  return world.faults;
}

async function changeApp(world: World, body: Wire) {
  const app = world.app(needText(body, 'clientId', 'missing')) ?? refuse('not-found', 'no such app', 404);
  for (const key of ['homeUrl', 'aesKey', 'token'] as const) {
    const value = text(body, key);
    if (value !== undefined) app[key] = value;
  }
  if (Array.isArray(body['ticked']) || body['ticked'] === '*')
    app.ticked = body['ticked'] === '*' ? '*' : [...texts(body, 'ticked')];
  const quota = asWire(body['quota']);
  app.quota = {
    api: number(quota, 'api') ?? app.quota.api,
    push: number(quota, 'push') ?? app.quota.push,
    apiLimit: number(quota, 'apiLimit') ?? app.quota.apiLimit,
    pushLimit: number(quota, 'pushLimit') ?? app.quota.pushLimit,
  };
  const checked = await changeCallback(world, app, body['callbackUrl']);
  world.changed('app', {});
  return { clientId: app.clientId, ...checked };
}

/** An address for events instead of the stream; DingTalk knocks there first. An empty one goes back to the stream. */
async function changeCallback(world: World, app: App, callbackUrl: unknown): Promise<{ readonly checked?: boolean }> {
  if (callbackUrl === '') delete app.callbackUrl;
  if (typeof callbackUrl !== 'string' || callbackUrl === '') return {};
  app.callbackUrl = callbackUrl;
  return { checked: await postEncrypted(world, app, callbackUrl, { EventType: 'check_url' }) };
}
