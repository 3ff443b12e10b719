import { setTimeout as pause } from 'node:timers/promises';
import axios, { type AxiosRequestConfig } from 'axios';
import { Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { type Lane, Undeliverable, UnknownOutcome } from '#src/ports/messenger.ts';
import { baseOf, type TenantSettings } from '../tenant-settings.ts';
import { countsAgainstMonth, type Fault, faultIn, faultOf, isUsedUp } from './error-map.ts';
import { Faulty } from './faulty.ts';
import { type Egress, Limiter } from './limiter.ts';
import type { QuotaMeter } from './quota-meter.ts';
import { TokenKeeper } from './tokens.ts';

/** once: doing it twice would be seen by people. again: reading, or naming itself so that twice is once. */
export type Repeat = 'once' | 'again';
export type Call = { readonly api: string; readonly lane: Lane; readonly repeat: Repeat; readonly counted?: boolean };

type Parts = {
  readonly settings: TenantSettings;
  readonly quota: QuotaMeter;
  readonly log: Log;
  /** Shared by all organisations of this process, when given: DingTalk bans addresses, not applications. */
  readonly egress?: Egress;
};

const tries = 3;
/** A pause DingTalk asks for is waited out here up to this long; beyond it the caller comes back later. */
const shortPauseMs = 4_000;

/** Every call to DingTalk's servers goes through here: turn, token, budget, and one place that knows what a failure means. */
export class OpenApi {
  readonly settings: TenantSettings;
  readonly quota: QuotaMeter;
  readonly #tokens: TokenKeeper;
  readonly #limiter: Limiter;
  readonly #log: Log;
  readonly #bases: TenantSettings['bases'];

  constructor({ settings, quota, log, egress }: Parts) {
    this.settings = settings;
    this.quota = quota;
    this.#log = log;
    this.#tokens = new TokenKeeper(settings);
    this.#limiter = new Limiter(settings.quota.qps, egress);
    this.#bases = { api: baseOf(settings.bases.api), oapi: baseOf(settings.bases.oapi) };
  }

  /**
   * Runs one call with a good token. Throws Unreachable (try later), Undeliverable (never, or not before an administrator acts) or
   * UnknownOutcome (it may have happened).
   */
  async run<Answer>(call: Call, work: (token: string) => Promise<Answer>): Promise<Answer> {
    let refreshed = false;
    for (let tried = 1; ; tried += 1) {
      if (call.counted !== false) await this.quota.before(call.lane);
      await this.#limiter.turn(call.api, call.lane);
      let token = '';
      try {
        token = await this.#tokens.current();
        const answer = await work(token);
        if (call.counted !== false) this.quota.count('api');
        return answer;
      } catch (error) {
        const fault = error instanceof Faulty ? error.fault : faultOf(error);
        if (call.counted !== false && token && countsAgainstMonth(fault)) this.quota.count('api');
        if (fault.action === 'REFRESH' && !refreshed) {
          refreshed = true;
          this.#tokens.drop(token);
          continue;
        }
        if (!(await this.#mayTryAgain(fault, call, tried))) throw this.#named(fault, call);
      }
    }
  }

  /** A call of the new API by path; the SDK covers the rest. */
  json<Answer>(
    call: Call,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.run(call, async (token) =>
      this.#ask<Answer>({
        method,
        url: `${this.#bases.api}${path}`,
        headers: { 'x-acs-dingtalk-access-token': token, ...headers },
        ...(body ? { data: body } : {}),
      }),
    );
  }

  /** A call of the legacy API, whose errors come with status 200. */
  legacy<Answer>(call: Call, path: string, body: object): Promise<Answer> {
    return this.run(call, async (token) =>
      this.#ask<Answer>({
        method: 'POST',
        url: `${this.#bases.oapi}${path}`,
        params: { access_token: token },
        data: body,
      }),
    );
  }

  async #ask<Answer>(request: AxiosRequestConfig): Promise<Answer> {
    const { status, data } = await axios.request<unknown>({
      timeout: 10_000,
      maxRedirects: 0,
      validateStatus: () => true,
      ...request,
    });
    const fault = faultIn(status, data);
    if (fault) throw new Faulty(fault);
    // The shape is what the page of this call promises; callers look at what they use.
    return data as Answer;
  }

  async #mayTryAgain(fault: Fault, call: Call, tried: number): Promise<boolean> {
    if (isUsedUp(fault.code)) this.quota.saidOver();
    const rest = fault.action === 'SLOW' ? (fault.pauseMs ?? 1_000) * 2 ** (tried - 1) : 0;
    if (fault.code === 'punished') this.#limiter.pauseAll(rest);
    else if (rest > 0) this.#limiter.pause(call.api, rest);
    const mayRepeat = fault.action === 'RETRY' || (fault.action === 'CHECK' && call.repeat === 'again');
    if (!(mayRepeat || (rest > 0 && rest <= shortPauseMs)) || tried >= tries) return false;
    this.#log.debug(
      { tenant: this.settings.tenant, api: call.api, code: fault.code },
      'a call to DingTalk is tried again',
    );
    if (mayRepeat) await pause(300 * 2 ** (tried - 1) + Math.random() * 200);
    return true;
  }

  /** What went wrong in the words of the ports. The request, with its token and its content, is never part of it. */
  #named({ action, code, scope }: Fault, { api, repeat }: Call): Error {
    const says = `${api}: ${code}`;
    if (action === 'STOP' || code === 'token-unknownError')
      this.#log.error({ tenant: this.settings.tenant, api, code, action, scope }, stopWords(code, scope));
    switch (action) {
      case 'CHECK':
        return repeat === 'once' ? new UnknownOutcome(says) : new Unreachable('dingtalk.unreachable', says);
      case 'RETRY':
      case 'SLOW':
      case 'REFRESH':
        return new Unreachable('dingtalk.unreachable', says);
      case 'STOP':
        return isUsedUp(code) ? new Unreachable('dingtalk.quota-used-up', says) : new Undeliverable(code, 'stop', says);
      case 'DROP':
        return new Undeliverable(code, 'drop', says);
    }
  }
}

function stopWords(code: string, scope: string | undefined): string {
  if (code === 'invalidClientIdOrSecret' || code === '40096')
    return 'DingTalk refused the client id or secret: check both in the console and in the environment';
  if (code === 'token-unknownError')
    return 'DingTalk gives no token for this corpId: check corpId and that the application is installed there';
  if (scope) return `DingTalk has not granted ${scope}: ask for it in the developer console`;
  if (code.includes('IpNotInWhiteList') || code === '60020')
    return "this server's address is not on the application's list in the developer console";
  if (isUsedUp(code)) return "the organisation's monthly calls are used up";
  return 'DingTalk refuses this until an administrator changes something';
}
