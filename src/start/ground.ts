import { join, resolve } from 'node:path';
import { type Environment, loadConfig, secretFrom } from '#config/load.ts';
import { loadProcessors } from '#config/processors.ts';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { openPolicy } from '#src/adapters/policy/open-policy.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { onlyRegistered } from '#src/usecases/rights/processors.ts';
import { drillPlans } from './drills.ts';
import { DutyBoard } from './duty-board.ts';
import { freePort } from './free-port.ts';
import { houseFrom } from './house-from-config.ts';
import { makeMetrics } from './metrics.ts';
import { numberIn } from './number-in.ts';
import { startPretend } from './pretend.ts';
import { Switchboard } from './switchboard.ts';
import { hasCredentials } from './tenants.ts';

export type BatonOptions = {
  readonly configDir: string;
  readonly env: Environment;
  readonly log: Log;
  readonly dataDir?: string;
  readonly port?: number;
  readonly simulatorPort?: number;
  /** Always pretend, whatever the environment holds. */
  readonly pretend?: boolean;
  readonly clock?: 'real' | number;
  readonly databaseUrl?: string;
};

export type Ground = Awaited<ReturnType<typeof openGround>>;

/**
 * What everything stands on: configuration, house and policy, the store and its vault, and a pretend DingTalk when no credentials are given. Refuses with the code of
 * the part that could not be opened, and leaves nothing open behind it.
 */
export async function openGround(options: BatonOptions) {
  const { env, log, configDir } = options;
  const config = loadConfig(configDir, env);
  const duty = new DutyBoard();
  const switchboard = new Switchboard(houseFrom(config), duty.now);
  const { house } = switchboard;
  const policy = openPolicy(join(configDir, 'policy'));
  const processors = loadProcessors(configDir, env);
  const drills = drillPlans(configDir, config);
  const dataDir = resolve(options.dataDir ?? env['BATON_DATA_DIR'] ?? config.service.dataDir);
  const pretend =
    options.pretend || !hasCredentials(config, env)
      ? await startPretend({
          port:
            options.simulatorPort ??
            numberIn(env, 'BATON_SIMULATOR_PORT') ??
            (await freePort(config.service.simulatorPort, '127.0.0.1')),
          configDir,
          clientIds: config.tenants.tenants.map(({ clientId }) => clientId),
          ...(options.clock === undefined ? {} : { clock: options.clock }),
          ...(env['BATON_PRETEND_URL'] ? { outside: env['BATON_PRETEND_URL'] } : {}),
        })
      : undefined;
  const clock: Clock = pretend?.clock ?? systemClock;
  let vault: OpenedVault | undefined;
  const databaseUrl = options.databaseUrl ?? secretFrom(env, 'DATABASE_URL');
  const store = await openStore({
    ...(databaseUrl ? { databaseUrl } : {}),
    dataDir,
    env,
    clock,
    log,
    migrations: [vaultMigrations],
    vaultOver: (keys) => {
      vault = openVault({ dataDir, env, pool: keys, log });
      return vault;
    },
  }).catch(async (error: unknown) => {
    await pretend?.close();
    throw error;
  });
  if (!vault) throw new Error('the store opened without its vault');
  return {
    env,
    log,
    configDir,
    config,
    duty,
    switchboard,
    house,
    policy,
    dataDir,
    pretend,
    clock,
    store,
    vault,
    processors,
    // The pretend DingTalk is on this machine: nobody outside receives anything.
    mayGo: onlyRegistered(processors, clock),
    drills,
    metrics: makeMetrics(),
  };
}
