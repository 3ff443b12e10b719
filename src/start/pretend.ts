import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import type { Clock } from '#src/ports/clock.ts';
import { startSimulator } from '../../simulator/start.ts';

/** A pretend DingTalk, set up as an administrator would set up a real one: template imported, app on the workbench. */
export type Pretend = {
  readonly url: string;
  readonly clock: Clock;
  readonly secretOf: (clientId: string) => string;
  readonly cardTemplate: string;
  readonly close: () => Promise<void>;
};

type PretendOptions = {
  readonly port: number;
  readonly configDir: string;
  readonly clientIds: readonly string[];
  readonly clock?: 'real' | number;
  /** One that runs already; then it is neither started nor ended here. */
  readonly outside?: string;
};

export async function startPretend({ port, configDir, clientIds, clock, outside }: PretendOptions): Promise<Pretend> {
  const template: { id: string } = JSON.parse(
    await readFile(join(configDir, 'card-templates', 'referral.json'), 'utf8'),
  );
  const started = outside ? undefined : await startSimulator({ port, ...(clock === undefined ? {} : { clock }) });
  const url = started?.url ?? outside ?? '';
  for (const clientId of clientIds) await inConsole(url, '/sim/api/templates', { clientId, template });
  return {
    url,
    clock: started ? { now: () => new Date(started.world.clock.now()) } : systemClock,
    secretOf: (clientId) => started?.world.app(clientId)?.clientSecret ?? secretInCast(clientId),
    cardTemplate: template.id,
    close: async () => started?.close(),
  };
}

/** The pretend secrets of the cast that comes with the simulator. */
function secretInCast(clientId: string): string {
  const cast: { corps: { apps: { clientId: string; clientSecret: string }[] }[] } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../simulator/cast.json'), 'utf8'),
  );
  return cast.corps.flatMap(({ apps }) => apps).find((app) => app.clientId === clientId)?.clientSecret ?? '';
}

/** What an administrator does in the developer console. */
export async function inConsole(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the pretend DingTalk refused ${path}: ${answer.status} ${await answer.text()}`);
}
