import { type Environment, secretFrom } from '#config/load.ts';
import { chatPhrasing } from '#src/adapters/phrasing/chat-phrasing.ts';
import type { Phrasing } from '#src/ports/phrasing.ts';

/** A model for phrasing, only where the environment names one: `BATON_PHRASING_URL`, `BATON_PHRASING_MODEL`, and `BATON_PHRASING_KEY` or `BATON_PHRASING_KEY_FILE`. */
export function phrasingFrom(env: Environment): Phrasing | undefined {
  const [url, model] = [env['BATON_PHRASING_URL'], env['BATON_PHRASING_MODEL']];
  if (!url || !model) return undefined;
  const key = secretFrom(env, 'BATON_PHRASING_KEY');
  return chatPhrasing({ url, model, ...(key ? { key } : {}) });
}
