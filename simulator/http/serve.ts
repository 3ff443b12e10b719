import Router from '@koa/router';
import type { Context } from 'koa';
import type { AdminEndpoint, Endpoint } from '../engines/endpoint.ts';
import { Refusal } from '../engines/refusal.ts';
import { asWire, type Wire } from '../engines/wire.ts';
import type { World } from '../world/world.ts';
import { answerRefusal, isLegacy, ScopeMissing } from './answers.ts';
import type { Tokens } from './tokens.ts';

type Guard = { readonly world: World; readonly tokens: Tokens; readonly recent: Map<string, number[]> };

/** Puts an engine's endpoints on the router, each behind DingTalk's own doorkeeper. */
export function serveEndpoints(router: Router, endpoints: readonly Endpoint[], guard: Guard): void {
  for (const endpoint of endpoints) {
    router.register(endpoint.path, [endpoint.method], async (ctx) => {
      const legacy = isLegacy(ctx.path);
      const from = performance.now();
      try {
        await callEndpoint(ctx, endpoint, guard, legacy);
      } catch (error) {
        answerRefusal(ctx, error, legacy);
      }
      guard.world.journal.add('http', {
        method: ctx.method,
        path: ctx.path,
        status: ctx.status,
        code: codeIn(ctx.body),
        ms: Math.round(performance.now() - from),
      });
    });
  }
}

async function callEndpoint(
  ctx: Context & { params?: Record<string, string> },
  endpoint: Endpoint,
  guard: Guard,
  legacy: boolean,
): Promise<void> {
  const { world, tokens } = guard;
  const given = legacy ? String(ctx.query['access_token'] ?? '') : ctx.get('x-acs-dingtalk-access-token');
  const clientId = tokens.clientOf(given);
  if (!clientId)
    throw given === '' && !legacy
      ? new Refusal('AuthenticationFailed.MissingParameter', 'x-acs-dingtalk-access-token is missing')
      : new Refusal('InvalidAuthentication', 'the access token is not valid');
  const app = world.app(clientId);
  if (!app) throw new Refusal('InvalidAuthentication', 'no such application');
  const scope = endpoint.scope;
  if (
    scope &&
    ((world.faults.missingScope ?? []).includes(scope) || (app.scopes !== '*' && !app.scopes.includes(scope)))
  )
    throw new ScopeMissing(scope);
  tooFast(guard, clientId, endpoint.path);
  if (!endpoint.uncounted) {
    if (world.faults.quotaUsedUp?.api || app.quota.api >= app.quota.apiLimit)
      throw new Refusal(
        'Forbidden.AccessDenied.ApiCountLimitForOrg',
        'the monthly quota of the organisation is used up',
        403,
      );
    app.quota.api += 1;
  }
  const answer = await endpoint.run({
    corpId: app.corpId,
    clientId,
    agentId: app.agentId,
    body: await wireBody(ctx),
    query: asWire({ ...ctx.query }),
    params: ctx.params ?? {},
    header: (name) => ctx.get(name),
  });
  ctx.body = answer ?? {};
}

function tooFast({ world, recent }: Guard, clientId: string, path: string): void {
  const limit = world.faults.qpsLimit ?? 20;
  const key = `${clientId} ${path}`;
  const now = Date.now();
  const lately = (recent.get(key) ?? []).filter((at) => at > now - 1_000);
  if (lately.length >= limit)
    throw new Refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'too many calls in this second', 403);
  recent.set(key, [...lately, now]);
}

/** What people and the console do, without a doorkeeper. */
export function serveAdmin(router: Router, endpoints: readonly AdminEndpoint[]): void {
  for (const { method, path, run } of endpoints) {
    router.register(path, [method], async (ctx) => {
      ctx.body = (await run({ body: await wireBody(ctx), query: asWire({ ...ctx.query }) })) ?? {};
    });
  }
}

export async function wireBody(ctx: Context): Promise<Wire> {
  if (ctx.method === 'GET') return {};
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of ctx.req) {
    // nobody sets an encoding on the request, so it gives buffers
    const bytes = piece as Buffer;
    pieces.push(bytes);
    size += bytes.length;
    if (size > 96 * 1024 * 1024) throw new Refusal('tooLarge', 'the body is too large');
  }
  const text = Buffer.concat(pieces).toString('utf8');
  if (text === '') return {};
  if (ctx.is('urlencoded')) return asWire(Object.fromEntries(new URLSearchParams(text)));
  try {
    return asWire(JSON.parse(text));
  } catch {
    throw new Refusal('invalidParameter', 'the body is not JSON');
  }
}

const codeIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
