import axios from 'axios';
import { baseOf, isLoopback, type TenantSettings } from '../tenant-settings.ts';

export type Subscription = { readonly type: string; readonly topic: string };
export type Place = { readonly endpoint: string; readonly ticket: string };
export type Gateway = (subscriptions: readonly Subscription[]) => Promise<Place>;

/** What went wrong while asking; the code is DingTalk's own, or the status. The request, which holds the secret, is not part of it. */
export class GatewayRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`the stream gateway refused: ${code}`);
    this.name = 'GatewayRefused';
    this.code = code;
  }
}

/** Asks DingTalk for the address and the ticket of one connection. */
export async function openGateway(
  { bases, clientId, secret }: Pick<TenantSettings, 'bases' | 'clientId' | 'secret'>,
  subscriptions: readonly Subscription[],
  signal: AbortSignal,
): Promise<Place> {
  const base = baseOf(bases.api);
  const { status, data } = await axios
    .post<unknown>(
      `${base}/v1.0/gateway/connections/open`,
      { clientId, clientSecret: secret(), subscriptions, ua: 'baton/1', localIp: '127.0.0.1' },
      {
        signal,
        timeout: 8_000,
        maxRedirects: 0,
        validateStatus: () => true,
        // Without it the answer is XML.
        headers: { accept: 'application/json' },
      },
    )
    .catch((error: unknown) => {
      throw new GatewayRefused(networkCode(error));
    });
  const answer: Readonly<Record<string, unknown>> = isRecord(data) ? data : {};
  const { endpoint, ticket, code } = answer;
  if (typeof endpoint !== 'string' || typeof ticket !== 'string' || !ticket)
    throw new GatewayRefused(typeof code === 'string' ? code : `gateway-${status}`);
  if (!isSafe(endpoint, base)) throw new GatewayRefused('gateway-unsafe-address');
  return { endpoint, ticket };
}

/** Patients' words come down this line: encrypted, to DingTalk; in the clear only to a pretend DingTalk on this machine. */
const isSafe = (endpoint: string, base: string): boolean => {
  const url = URL.parse(endpoint);
  if (!url) return false;
  return isLoopback(base)
    ? isLoopback(endpoint)
    : url.protocol === 'wss:' && (url.hostname === 'dingtalk.com' || url.hostname.endsWith('.dingtalk.com'));
};

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';

const networkCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'gateway-unreachable';
