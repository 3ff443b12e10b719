import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#src/ports/clock.ts';
import { type Simulator, startSimulator } from '../../simulator/start.ts';

/** A pretend DingTalk in this process, set up as an administrator would set up a real one: template imported, app on the workbench. */
export type Pretend = {
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly secretOf: (clientId: string) => string;
  readonly cardTemplate: string;
};

export async function startPretend(options: {
  readonly port: number;
  readonly configDir: string;
  readonly clientIds: readonly string[];
  readonly clock?: 'real' | number;
}): Promise<Pretend> {
  const simulator = await startSimulator({
    port: options.port,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const template: { id: string } = JSON.parse(
    await readFile(join(options.configDir, 'card-templates', 'referral.json'), 'utf8'),
  );
  for (const clientId of options.clientIds) await inConsole(simulator, '/sim/api/templates', { clientId, template });
  return {
    simulator,
    clock: { now: () => new Date(simulator.world.clock.now()) },
    secretOf: (clientId) => simulator.world.app(clientId)?.clientSecret ?? '',
    cardTemplate: template.id,
  };
}

/** What an administrator does in the developer console. */
export async function inConsole(simulator: Pick<Simulator, 'url'>, path: string, body: object): Promise<void> {
  const answer = await fetch(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the pretend DingTalk refused ${path}: ${answer.status} ${await answer.text()}`);
}
