import type Router from '@koa/router';
import type { Context } from 'koa';
import { answerRefusal } from '../../http/answers.ts';
import { wireBody } from '../../http/serve.ts';
import type { House } from '../house.ts';
import { Refusal, refuse } from '../refusal.ts';
import { authorizePage, loginAsk, wayBack } from './authorize-page.ts';
import { userAccessToken } from './browser-login.ts';
import type { LoginCodes } from './codes.ts';
import type { UserTokens } from './user-tokens.ts';

/** The login of a browser outside DingTalk. No app token guards these: the app's secret, or the person's own token does. */
export function browserRoutes(router: Router, house: House, codes: LoginCodes, tokens: UserTokens): void {
  router.get('/login/oauth2/auth', (ctx) => choosePerson(ctx, house, codes));

  router.post('/v1.0/oauth2/userAccessToken', (ctx) =>
    answering(ctx, async () => {
      const knows = (clientId: string, secret: string) => house.app(clientId)?.clientSecret === secret;
      return userAccessToken(await wireBody(ctx), knows, codes, tokens, house.now());
    }),
  );

  router.get('/v1.0/contact/users/:unionId', (ctx) => answering(ctx, async () => contactOf(ctx, house, tokens)));
}

function choosePerson(ctx: Context, house: House, codes: LoginCodes): void {
  const query = new URLSearchParams(ctx.querystring);
  const ask = loginAsk(query);
  const app = 'wrong' in ask ? undefined : house.app(ask.clientId);
  if ('wrong' in ask || app === undefined) {
    ctx.status = 400;
    ctx.body = 'wrong' in ask ? ask.wrong : 'there is no such app';
    return;
  }
  const people = house.people(app.corpId).filter(({ active }) => active);
  const chosen = people.find(({ userId }) => userId === query.get('user'));
  if (chosen === undefined) {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = authorizePage(app.name, people, query);
    return;
  }
  const code = codes.issue({ corpId: app.corpId, clientId: app.clientId, userId: chosen.userId }, house.now());
  ctx.redirect(wayBack(ask, code));
}

/** Only `me` is served with a person's token. */
function contactOf(ctx: Context & { params: Record<string, string> }, house: House, tokens: UserTokens) {
  const bearer = tokens.whose(ctx.get('x-acs-dingtalk-access-token'), house.now());
  if (bearer === undefined) return refuse('InvalidAuthentication', 'the access token is not valid');
  const person = house.person(bearer.corpId, bearer.userId);
  if (!person?.active || (ctx.params.unionId !== 'me' && ctx.params.unionId !== person.unionId))
    return refuse('userNotExist', 'there is no such active user');
  return { nick: person.name, unionId: person.unionId, openId: `open-${person.unionId}`, visitor: false };
}

async function answering(ctx: Context, answer: () => Promise<object>): Promise<void> {
  try {
    ctx.body = await answer();
  } catch (error) {
    answerRefusal(ctx, error instanceof Error ? error : new Refusal('system.error', 'system error', 500), false);
  }
}
