import { setTimeout as pause } from 'node:timers/promises';
import axios, { type AxiosRequestConfig } from 'axios';
import { Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { type Lane, Undeliverable, UnknownOutcome } from '#src/ports/messenger.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { type Fault, faultIn, faultOf } from './error-map.ts';
import { Limiter } from './limiter.ts';
import type { QuotaMeter } from './quota-meter.ts';
import { TokenKeeper } from './tokens.ts';

/** once: doing it twice would be seen by people. again: reading, or naming itself so that twice is once. */
export type Repeat = 'once' | 'again';
export type Call = { readonly api: string; readonly lane: Lane; readonly repeat: Repeat; readonly counted?: boolean };

type Parts = { readonly settings: TenantSettings; readonly quota: QuotaMeter; readonly log: Log };

/** Every call to DingTalk's servers goes through here: turn, token, budget, and one place that knows what a failure means. */
export class OpenApi {
  readonly settings: TenantSettings;
  readonly quota: QuotaMeter;
  readonly #tokens: TokenKeeper;
  readonly #limiter: Limiter;
  readonly #log: Log;

  constructor({ settings, quota, log }: Parts) {
    this.settings = settings;
    this.quota = quota;
    this.#log = log;
    this.#tokens = new TokenKeeper(settings);
    this.#limiter = new Limiter(settings.quota.qps);
  }

  /**
   * Runs one call with a good token. Throws Unreachable (try later), Undeliverable (never, or not before an administrator acts) or
   * UnknownOutcome (it may have happened).
   */
  async run<Answer>(call: Call, work: (token: string) => Promise<Answer>): Promise<Answer> {
    let refreshed = false;
    for (let tries = 0; ; tries += 1) {
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
        if (fault.action === 'REFRESH' && !refreshed) {
          refreshed = true;
          this.#tokens.drop(token);
          continue;
        }
        if (!(await this.#mayTryAgain(fault, call, tries))) throw this.#named(fault, call, error);
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
        url: `${this.settings.bases.api}${path}`,
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
        url: `${this.settings.bases.oapi}${path}`,
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

  async #mayTryAgain(fault: Fault, call: Call, tries: number): Promise<boolean> {
    if (fault.code.includes('ApiCountLimitForOrg') || fault.code === '90020') this.quota.saidOver();
    const soon = fault.action === 'RETRY' || (fault.action === 'CHECK' && call.repeat === 'again');
    if (fault.action === 'SLOW') this.#limiter.pause(fault.pauseMs ?? 1_000);
    if (!(soon || (fault.action === 'SLOW' && (fault.pauseMs ?? 0) <= 4_000)) || tries >= 2) return false;
    this.#log.debug(
      { tenant: this.settings.tenant, api: call.api, code: fault.code },
      'a call to DingTalk is tried again',
    );
    await pause(300 * 2 ** tries + Math.random() * 200);
    return true;
  }

  #named(fault: Fault, call: Call, cause: unknown): Error {
    const facts = {
      tenant: this.settings.tenant,
      api: call.api,
      code: fault.code,
      action: fault.action,
      scope: fault.scope,
    };
    if (fault.action === 'STOP') this.#log.error(facts, stopWords(fault));
    switch (fault.action) {
      case 'CHECK':
        return call.repeat === 'once'
          ? new UnknownOutcome(`${call.api}: no answer (${fault.code})`, { cause })
          : new Unreachable('dingtalk.unreachable', `${call.api}: ${fault.code}`, { cause });
      case 'RETRY':
      case 'SLOW':
      case 'REFRESH':
        return new Unreachable('dingtalk.unreachable', `${call.api}: ${fault.code}`, { cause });
      case 'STOP':
        return fault.code.includes('ApiCountLimitForOrg')
          ? new Unreachable('dingtalk.quota-used-up', `${call.api}: ${fault.code}`, { cause })
          : new Undeliverable(fault.code, 'stop', `${call.api}: ${fault.code}`, { cause });
      case 'DROP':
        return new Undeliverable(fault.code, 'drop', `${call.api}: ${fault.code}`, { cause });
    }
  }
}

/** An answer that was a failure by its body. */
export class Faulty extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

function stopWords({ code, scope }: Fault): string {
  if (code === 'invalidClientIdOrSecret' || code === '40096')
    return 'DingTalk refused the client id or secret: check both in the console and in the environment';
  if (scope) return `DingTalk has not granted ${scope}: ask for it in the developer console`;
  if (code.includes('IpNotInWhiteList') || code === '60020')
    return "this server's address is not on the application's list in the developer console";
  if (code.includes('ApiCountLimit') || code === '90020') return "the organisation's monthly calls are used up";
  return 'DingTalk refuses this until an administrator changes something';
}
