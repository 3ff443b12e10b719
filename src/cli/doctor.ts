import type { Examined } from '#src/ports/service-works.ts';
import { examine } from '#src/start/examine.ts';

/** Looks at what Baton needs on this machine, without starting it. */
export async function runDoctor(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ exit: 0 | 1; out: Record<string, unknown>; text: string }> {
  const findings = await examine(env, running);
  const ok = findings.every((one) => one.ok);
  const lines = findings.map(
    ({ part, ok: fine, says, mend }) => `${fine ? '✓' : '✗'} ${part}: ${says}${mend ? `\n    ${mend}` : ''}`,
  );
  return {
    exit: ok ? 0 : 1,
    out: { ok, findings },
    text: [...lines, '', ok ? 'All is well.' : 'Something needs mending.'].join('\n'),
  };
}

async function running(port: number): Promise<Examined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    // The service's own readiness shape.
    const { ready, parts } = (await answer.json()) as { ready: boolean; parts: Record<string, { says: string }> };
    return {
      part: 'service',
      ok: ready,
      says: Object.entries(parts)
        .map(([name, { says }]) => `${name}: ${says}`)
        .join('; '),
    };
  } catch {
    // Not running is no illness.
    return { part: 'service', ok: true, says: `not running on port ${port}` };
  }
}
