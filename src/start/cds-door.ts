import { type Environment, secretFrom } from '#config/load.ts';
import type { CdsParts } from '#src/http/routes/cds.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Metrics } from './metrics.ts';
import { openSafety } from './safety-net.ts';

/**
 * The door for other clinical systems (CDS Hooks 2.0): there only with `BATON_CDS_TOKEN` or `BATON_CDS_TOKEN_FILE`, at least 32 characters. The rules are
 * made ready at the first call.
 */
export function cdsDoor(configDir: string, env: Environment, clock: Clock, metrics: Metrics): CdsParts {
  const token = secretFrom(env, 'BATON_CDS_TOKEN');
  if (token !== undefined && token.length < 32)
    throw new Error('BATON_CDS_TOKEN has fewer than 32 characters: make it with `openssl rand -hex 32`');
  let safetyAt: ReturnType<typeof openSafety> | undefined;
  return {
    ...(token === undefined ? {} : { token }),
    safety: () => {
      safetyAt ??= openSafety(configDir);
      return safetyAt(undefined, clock.now());
    },
    now: () => clock.now(),
    onFeedback: (rule, outcome, reason) => metrics.cdsFeedback.inc({ rule, outcome, reason }),
  };
}
