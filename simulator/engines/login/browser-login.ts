import { refuse } from '../refusal.ts';
import { needText, type Wire } from '../wire.ts';
import type { LoginCodes } from './codes.ts';
import type { UserTokens } from './user-tokens.ts';

/** `POST /v1.0/oauth2/userAccessToken`: guarded by the app's own secret, not by a token. */
export function userAccessToken(
  body: Wire,
  knows: (clientId: string, clientSecret: string) => boolean,
  codes: LoginCodes,
  tokens: UserTokens,
  now: number,
) {
  const clientId = needText(body, 'clientId', 'MissingclientId');
  if (!knows(clientId, needText(body, 'clientSecret', 'MissingclientSecret')))
    return refuse('invalidClientIdOrSecret', 'the clientId or clientSecret is wrong');
  const grantType = needText(body, 'grantType', 'MissinggrantType');
  if (grantType === 'refresh_token') {
    const again = tokens.refresh(needText(body, 'refreshToken', 'MissingrefreshToken'), clientId, now);
    if (again === undefined) return refuse('invalidParameter.refreshToken', 'the refresh token is unknown or expired');
    const { bearer, ...pair } = again;
    return { ...pair, corpId: bearer.corpId };
  }
  if (grantType !== 'authorization_code') return refuse('invalidParameter.grantType', 'there is no such grantType');
  const redeemed = codes.redeem(needText(body, 'code', 'Missingcode'), clientId, now);
  if ('why' in redeemed)
    return refuse('invalidParameter.authCode.notFound', 'the authCode is unknown, used or expired');
  return { ...tokens.issue(redeemed.bearer, now), corpId: redeemed.bearer.corpId };
}
