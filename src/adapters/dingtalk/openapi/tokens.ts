import axios from 'axios';
import { baseOf, type TenantSettings } from '../tenant-settings.ts';
import { type Fault, faultIn, faultOf } from './error-map.ts';
import { Faulty } from './faulty.ts';

/** Taken for old five minutes before its time, so that no call starts with a token that dies on the way. */
const marginS = 300;

/** The token of one application in one organisation: kept until shortly before it ends, fetched once however many ask. */
export class TokenKeeper {
  readonly #settings: TenantSettings;
  #token: { readonly value: string; readonly until: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(settings: TenantSettings) {
    this.#settings = settings;
  }

  /** Throws Faulty: whatever went wrong here, the call it was for was not made. */
  async current(): Promise<string> {
    if (this.#token && this.#token.until > performance.now()) return this.#token.value;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** DingTalk no longer takes this one. */
  drop(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  async #ask(): Promise<string> {
    const { bases, corpId, clientId, secret } = this.#settings;
    const { status, data } = await axios
      .post<{ access_token?: unknown; expires_in?: unknown } | undefined>(
        `${baseOf(bases.api)}/v1.0/oauth2/${encodeURIComponent(corpId)}/token`,
        { client_id: clientId, client_secret: secret(), grant_type: 'client_credentials' },
        { timeout: 8_000, maxRedirects: 0, validateStatus: () => true },
      )
      .catch((error: unknown) => {
        throw new Faulty(notMade(faultOf(error)));
      });
    const fault = faultIn(status, data);
    if (fault) throw new Faulty(notMade(fault));
    if (typeof data?.access_token !== 'string' || data.access_token === '')
      throw new Faulty({ action: 'RETRY', code: 'token-missing' });
    const lifeS = Number(data.expires_in ?? 7200) || 7200;
    // A very short life (a knob of the pretend DingTalk, an odd server) is used for half its time.
    const usableS = lifeS > 2 * marginS ? lifeS - marginS : lifeS / 2;
    this.#token = { value: data.access_token, until: performance.now() + usableS * 1000 };
    return data.access_token;
  }
}

/** Asking for a token twice is harmless; a corpId that is wrong looks like DingTalk's own trouble and gets a name here. */
const notMade = (fault: Fault): Fault =>
  fault.code === 'unknownError'
    ? { action: 'RETRY', code: 'token-unknownError' }
    : fault.action === 'CHECK' || fault.action === 'REFRESH'
      ? { ...fault, action: 'RETRY' }
      : fault;
