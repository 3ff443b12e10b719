import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { daySteps } from './demo-day.ts';
import { DemoPlay } from './demo-play.ts';
import { demoSamples } from './demo-samples.ts';
import { exportTrail, verifyLines } from './trail-lines.ts';

export type DemoOptions = { readonly trail?: string; readonly keep?: string };
export type StepResult = {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly evidence: unknown;
};

/**
 * Plays the day of the product page, steps 1 to 6 and 9, by itself: a fresh pretend DingTalk, a fresh store, the real service between them.
 * Needs no network, no port given by hand, no display, and leaves no process behind.
 */
export async function runDemo({
  trail,
  keep,
}: DemoOptions): Promise<{ exit: 0 | 1; out: Record<string, unknown>; text: string }> {
  const dir = keep ?? mkdtempSync(join(tmpdir(), 'baton-demo-'));
  // As root the database runs as another user, who must be able to walk in; what lies inside keeps its own locks.
  if (!keep) chmodSync(dir, 0o711);
  const from = performance.now();
  const steps: StepResult[] = [];
  let baton: Baton | undefined;
  try {
    baton = await startBaton({
      configDir: join(import.meta.dirname, '../../config'),
      env: { ...process.env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined },
      log: pinoLog(process.env['BATON_LOG'] ?? 'silent', process.stderr),
      dataDir: dir,
      port: 0,
      simulatorPort: 0,
      pretend: true,
    });
    const play = new DemoPlay(baton, demoSamples());
    for (const { name, run } of daySteps) {
      const begun = performance.now();
      const step = await run(play).then(
        (evidence) => ({ ok: true, evidence }),
        (error: unknown) => ({
          ok: false,
          evidence: { failed: error instanceof Error ? error.message : String(error) },
        }),
      );
      steps.push({ name, ms: Math.round(performance.now() - begun), ...step });
      if (!step.ok) break;
    }
    if (steps.every(({ ok }) => ok)) steps.push(await proof(baton, trail));
  } catch (error) {
    steps.push({
      name: 'start',
      ok: false,
      ms: Math.round(performance.now() - from),
      evidence: { failed: error instanceof Error ? error.message : String(error) },
    });
  } finally {
    await baton?.stop();
    if (!keep) rmSync(dir, { recursive: true, force: true });
  }
  const ok = steps.length > daySteps.length && steps.every((step) => step.ok);
  const ms = Math.round(performance.now() - from);
  return { exit: ok ? 0 : 1, out: { ok, ms, steps, ...(keep ? { kept: keep } : {}) }, text: textOf(steps, ok, ms) };
}

async function proof(baton: Baton, file: string | undefined): Promise<StepResult> {
  const begun = performance.now();
  const lines: string[] = [];
  for await (const line of exportTrail(baton)) lines.push(line);
  if (file) await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  const verdict = verifyLines(lines);
  return {
    name: '11 Proof',
    ok: verdict.ok,
    ms: Math.round(performance.now() - begun),
    evidence: { ...verdict, ...(file ? { written: file } : {}) },
  };
}

function textOf(steps: readonly StepResult[], ok: boolean, ms: number): string {
  const lines = steps.flatMap(({ name, ok: fine, ms: took, evidence }) => [
    `${fine ? '✓' : '✗'} ${name}  (${took} ms)`,
    ...Object.entries(evidence ?? {}).map(
      ([key, value]) => `    ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
  ]);
  return ['', ...lines, '', ok ? `The day went through in ${ms} ms.` : 'The day did not go through.'].join('\n');
}
