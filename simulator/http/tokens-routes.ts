import { randomUUID } from 'node:crypto';
import type Router from '@koa/router';
import { Refusal } from '../engines/refusal.ts';
import { text } from '../engines/wire.ts';
import type { Gateway } from '../stream/gateway.ts';
import type { World } from '../world/world.ts';
import { wireBody } from './serve.ts';
import type { Tokens } from './tokens.ts';

/** Calls that need the application's secret instead of a token: the tokens themselves, and opening a stream. */
export function tokenRoutes(router: Router, world: World, tokens: Tokens, gateway: Gateway): void {
  const knows = (clientId: string | undefined, secret: string | undefined) =>
    clientId !== undefined && world.app(clientId)?.clientSecret === secret;

  router.post('/v1.0/oauth2/accessToken', async (ctx) => {
    const body = await wireBody(ctx);
    const appKey = text(body, 'appKey');
    if (!appKey || !knows(appKey, text(body, 'appSecret')))
      throw new Refusal('invalidClientIdOrSecret', 'the clientId or clientSecret is wrong');
    const { token, expiresIn } = tokens.issue(appKey);
    ctx.body = { accessToken: token, expireIn: expiresIn };
  });

  router.post('/v1.0/oauth2/:corpId/token', async (ctx) => {
    const body = await wireBody(ctx);
    const clientId = text(body, 'client_id');
    if (!clientId || !knows(clientId, text(body, 'client_secret')))
      throw new Refusal('invalidClientIdOrSecret', 'the client_id or client_secret is wrong');
    if (world.app(clientId)?.corpId !== ctx.params['corpId']) throw new Refusal('unknownError', 'unknown error', 500);
    const { token, expiresIn } = tokens.issue(clientId);
    ctx.body = { access_token: token, expires_in: expiresIn };
  });

  router.get('/gettoken', (ctx) => {
    const appkey = String(ctx.query['appkey'] ?? '');
    const secret = String(ctx.query['appsecret'] ?? '');
    if (!appkey || !secret) ctx.body = { errcode: 40035, errmsg: 'missing parameter' };
    else if (!knows(appkey, secret)) ctx.body = { errcode: 40096, errmsg: 'invalid appkey or appsecret' };
    else {
      const { token, expiresIn } = tokens.issue(appkey);
      ctx.body = { errcode: 0, access_token: token, errmsg: 'ok', expires_in: expiresIn };
    }
  });

  router.post('/v1.0/gateway/connections/open', async (ctx) => {
    const body = await wireBody(ctx);
    const now = world.now();
    if ((world.faults.gateway5xxUntil ?? 0) > now) {
      ctx.status = 503;
      ctx.type = 'text/html';
      ctx.body = '<html><body>503 Service Unavailable</body></html>';
      return;
    }
    const clientId = text(body, 'clientId');
    if (!clientId || !knows(clientId, text(body, 'clientSecret'))) {
      ctx.status = 401;
      ctx.body = { requestid: randomUUID(), code: 'authFailed', message: '鉴权失败' };
      world.journal.add('http', { path: ctx.path, status: 401, code: 'authFailed' });
      return;
    }
    // The list is looked at entry by entry.
    const subscriptions = (Array.isArray(body['subscriptions']) ? body['subscriptions'] : []).flatMap((one: unknown) =>
      typeof one === 'object' && one !== null && 'type' in one && 'topic' in one
        ? [{ type: String(one.type), topic: String(one.topic) }]
        : [],
    );
    world.journal.add('http', {
      path: ctx.path,
      status: 200,
      clientId,
      topics: subscriptions.map(({ topic }) => topic),
      ua: text(body, 'ua'),
    });
    ctx.body = gateway.openTicket(clientId, subscriptions);
  });

  router.get('/call_back/get_call_back_failed_result', (ctx) => {
    const clientId = tokens.clientOf(String(ctx.query['access_token'] ?? ''));
    if (!clientId) throw new Refusal('InvalidAuthentication', 'the access token is not valid');
    const { list, more } = gateway.failedOf(clientId);
    ctx.body = { errcode: 0, errmsg: 'ok', has_more: more, failed_list: list };
  });
}
