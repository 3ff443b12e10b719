import { createHmac, randomBytes } from 'node:crypto';
import { refuse } from '../refusal.ts';
import { flag, needText, text, type Wire } from '../wire.ts';
import type { Card } from './card.ts';
import { ANSWER_MS } from './looking.ts';

export type Route = { readonly callbackUrl: string; readonly apiSecret: string };

/** Addresses registered for cards made with callbackType HTTP. Only the time is signed, not the body. */
export class HttpCallbacks {
  readonly #routes = new Map<string, Route>();

  register(clientId: string, body: Wire): Route {
    const key = place(clientId, needText(body, 'callbackRouteKey', 'param.empty'));
    const callbackUrl = needText(body, 'callbackUrl', 'param.empty');
    if (!URL.canParse(callbackUrl)) refuse('param.invalid', 'callbackUrl is no address');
    if (this.#routes.has(key) && !flag(body, 'forceUpdate'))
      refuse('param.invalid', 'callbackRouteKey is taken: say forceUpdate to replace it');
    const route: Route = { callbackUrl, apiSecret: text(body, 'apiSecret') ?? randomBytes(16).toString('hex') };
    this.#routes.set(key, route);
    return route;
  }

  async call(card: Card, data: object, now: number): Promise<unknown> {
    const route = this.#routes.get(place(card.clientId, card.callbackRouteKey ?? ''));
    if (route === undefined) return undefined;
    try {
      const answer = await fetch(route.callbackUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-ddpaas-signature-timestamp': String(now),
          'x-ddpaas-signature': createHmac('sha256', route.apiSecret).update(String(now)).digest('base64'),
        },
        body: JSON.stringify(data),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return answer.ok ? await answer.json() : undefined;
    } catch {
      // unreachable, slow or no JSON: for the person tapping it is all one
      return undefined;
    }
  }
}

const place = (clientId: string, routeKey: string): string => JSON.stringify([clientId, routeKey]);
