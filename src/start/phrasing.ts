import { type Environment, secretFrom } from '#config/load.ts';
import { chatPhrasing } from '#src/adapters/phrasing/chat-phrasing.ts';
import type { Towards } from '#src/domain/rights/processor.ts';
import type { Phrasing } from '#src/ports/phrasing.ts';

/** A model for phrasing, asked only while it stands on the register of processors, and only where the environment names one: `BATON_PHRASING_URL`, `BATON_PHRASING_MODEL`, and `BATON_PHRASING_KEY` or `BATON_PHRASING_KEY_FILE`. */
export function phrasingFrom(env: Environment, mayGo: (to: Towards) => void): Phrasing | undefined {
  const [url, name] = [env['BATON_PHRASING_URL'], env['BATON_PHRASING_MODEL']];
  if (!url || !name) return undefined;
  const key = secretFrom(env, 'BATON_PHRASING_KEY');
  const model = chatPhrasing({ url, model: name, ...(key ? { key } : {}) });
  return {
    phrase: async (sentences, language) => {
      mayGo({ address: url });
      return model.phrase(sentences, language);
    },
  };
}
