import axios from 'axios';
import type { TenantSettings } from '../tenant-settings.ts';

/** The token of one application in one organisation: kept until shortly before it ends, fetched once however many ask. */
export class TokenKeeper {
  readonly #settings: TenantSettings;
  #token: { readonly value: string; readonly until: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(settings: TenantSettings) {
    this.#settings = settings;
  }

  async current(): Promise<string> {
    if (this.#token && this.#token.until > Date.now()) return this.#token.value;
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
    const { data } = await axios.post<{ access_token?: string; expires_in?: number }>(
      `${bases.api}/v1.0/oauth2/${encodeURIComponent(corpId)}/token`,
      { client_id: clientId, client_secret: secret(), grant_type: 'client_credentials' },
      { timeout: 8_000, maxRedirects: 0 },
    );
    if (!data.access_token)
      throw Object.assign(new Error('the token answer holds no token'), { code: 'unknownError', statusCode: 500 });
    this.#token = { value: data.access_token, until: Date.now() + Math.max(0, (data.expires_in ?? 7200) - 300) * 1000 };
    // A knob or an odd server may give a very short life: the token is still good for this call.
    if (this.#token.until <= Date.now())
      this.#token = { value: data.access_token, until: Date.now() + Math.max(1, data.expires_in ?? 1) * 500 };
    return data.access_token;
  }
}
