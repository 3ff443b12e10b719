import { type AdminEndpoint, type Call, type Endpoint, post } from '../endpoint.ts';
import type { House } from '../house.ts';
import { refuse } from '../refusal.ts';
import { needText, number, text } from '../wire.ts';
import type { LoginCodes } from './codes.ts';
import { signatureOf } from './signature.ts';
import type { JsapiTickets } from './tickets.ts';

/** Who holds the code of a page, and the ticket that signs a page. Neither counts against the month. */
export const loginEndpoints = (codes: LoginCodes, tickets: JsapiTickets, house: House): readonly Endpoint[] => [
  post('/topapi/v2/user/getuserinfo', (call) => userInfo(codes, house, call), { uncounted: true }),
  post('/v1.0/oauth2/jsapiTickets', ({ clientId }) => tickets.for(clientId, house.now()), { uncounted: true }),
];

function userInfo(codes: LoginCodes, house: House, { corpId, clientId, body }: Call) {
  const code = needText(body, 'code', '40035');
  const redeemed = codes.redeem(code, clientId, house.now());
  if ('why' in redeemed)
    return redeemed.why === 'expired' ? refuse('42008', 'the code expired') : refuse('40078', 'invalid code');
  const person = house.person(corpId, redeemed.bearer.userId);
  if (!person?.active) return refuse('60121', 'user not found');
  return {
    errcode: 0,
    errmsg: 'ok',
    result: {
      userid: person.userId,
      name: person.name,
      unionid: person.unionId,
      associated_unionid: person.unionId,
      device_id: `pretend-${person.userId}`,
      sys: person.admin,
      sys_level: person.admin ? 2 : 0,
    },
  };
}

/** What `requestAuthCode` gives a page in somebody's hand, and whether a page was signed well. */
export const loginAdmin = (codes: LoginCodes, tickets: JsapiTickets, house: House): readonly AdminEndpoint[] => [
  {
    method: 'POST',
    path: '/sim/api/auth-code',
    run: ({ body }) => {
      const corpId = needText(body, 'corpId', 'corpId');
      const clientId = needText(body, 'clientId', 'clientId');
      const userId = needText(body, 'userId', 'userId');
      if (house.app(clientId)?.corpId !== corpId) refuse('not-found', 'this corp has no such app', 404);
      if (!house.person(corpId, userId)?.active) refuse('not-found', 'no such active person', 404);
      return { code: codes.issue({ corpId, clientId, userId }, house.now()) };
    },
  },
  {
    method: 'POST',
    path: '/sim/api/jsapi-signature',
    run: ({ body }) => {
      const ticket = tickets.current(needText(body, 'clientId', 'clientId'), house.now());
      if (ticket === undefined) return { signature: null, why: 'no living ticket' };
      const found = signatureOf({
        ticket,
        nonceStr: needText(body, 'nonceStr', 'nonceStr'),
        timeStamp: text(body, 'timeStamp') ?? number(body, 'timeStamp') ?? '',
        url: needText(body, 'url', 'url'),
        signature: needText(body, 'signature', 'signature'),
      });
      return { signature: found ?? null };
    },
  },
];
