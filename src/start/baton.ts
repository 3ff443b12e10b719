import { statfs } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { personAt } from '#bot/handlers/bot.ts';
import { handleIncoming } from '#bot/handlers/handle.ts';
import { speech } from '#bot/speech/speech.ts';
import { speak } from '#bot/words/words.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import { type Config, type Environment, loadConfig, secretFrom } from '#config/load.ts';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import { callbackDoor } from '#src/adapters/dingtalk/callback-door/door.ts';
import { type OpenedTenant, openTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import { realBases, type TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';
import { stagingOnDisk } from '#src/adapters/staging/staging-on-disk.ts';
import { openStore, type Store } from '#src/adapters/store/open-store.ts';
import { quotaBookOn } from '#src/adapters/store/quota-book.ts';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import type { House } from '#src/domain/house/house.ts';
import { type GroupId, id, type TenantId } from '#src/domain/ids.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import { makeApp } from '#src/http/app.ts';
import { OpenScreens } from '#src/http/routes/live.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { runErrand } from '#src/usecases/errands/run-errand.ts';
import { climbLadders } from '#src/usecases/reminding/climb-ladders.ts';
import type { World } from '#src/usecases/world.ts';
import { callbackRoute } from './callback-route.ts';
import { handsFor } from './hands.ts';
import { houseFrom } from './house-from-config.ts';
import { answerLive } from './live-part.ts';
import { makeMetrics } from './metrics.ts';
import { inConsole, type Pretend, startPretend } from './pretend.ts';

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

export type Baton = {
  readonly url: string;
  readonly pretendUrl: string | undefined;
  readonly pretend: Pretend | undefined;
  readonly store: Store;
  readonly vault: OpenedVault;
  readonly house: House;
  readonly config: Config;
  readonly world: World;
  readonly ready: () => Promise<{
    readonly ready: boolean;
    readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly says: string }>>;
  }>;
  /** Finishes what is in hand, hands back the rest, and ends. */
  readonly stop: () => Promise<void>;
};

/**
 * Introduces everyone and starts: configuration, store, vault, DingTalk (or a pretend one when no credentials are given), errands, reminders, the door
 * for requests. Long because it is the one place where all of them meet; it decides nothing.
 */
export async function startBaton(options: BatonOptions): Promise<Baton> {
  const { env, log } = options;
  const config = loadConfig(options.configDir, env);
  const house = houseFrom(config);
  const dataDir = resolve(options.dataDir ?? env['BATON_DATA_DIR'] ?? config.service.dataDir);
  const pretend =
    options.pretend || !hasCredentials(config, env)
      ? await startPretend({
          port: options.simulatorPort ?? numberIn(env, 'BATON_SIMULATOR_PORT') ?? config.service.simulatorPort,
          configDir: options.configDir,
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
  const metrics = makeMetrics();
  const screens = new OpenScreens();
  const read = makeReader(loadKnowledge(join(options.configDir, 'knowledge')));
  const world: World = {
    ledger: store.ledger,
    clock,
    dice: cryptoDice,
    house,
    signer: vault.signer,
    readText: (text, now) => read(text, { now }),
    log,
  };
  const book = quotaBookOn(store.pool);
  const tenants = new Map<TenantId, OpenedTenant>();
  for (const settings of tenantSettings(config, env, pretend)) {
    tenants.set(
      settings.tenant,
      openTenant(settings, {
        clock,
        log,
        book,
        warn: (budget, percent) =>
          log.warn({ tenant: settings.tenant, budget, percent }, "the organisation's monthly budget is running out"),
      }),
    );
  }
  const tenantOf = (tenant: TenantId): OpenedTenant => {
    const found = tenants.get(tenant);
    if (!found) throw new Error(`no organisation ${tenant}`);
    return found;
  };
  const spaces = new Map<string, GroupId>();
  let address = '';
  const hands = handsFor({
    world,
    speech,
    tenantOf,
    config,
    sealed: vault.files,
    kinds: fileKinds,
    publicUrl: () => address,
    templateOf: (tenant) =>
      (pretend ? pretend.cardTemplate : config.tenants.tenants.find((one) => one.id === tenant)?.cardTemplate) ||
      undefined,
    urgencyWord: (urgency) => speak('en', `urgency.${urgency}`),
    personAt: (page, tenant, user) => personAt(house, page, tenant, user),
  });

  const supervisors = [...tenants.values()].map(
    ({ settings, quota }) =>
      new StreamSupervisor({
        settings,
        log,
        keep: (incoming) => store.inbox.keep(incoming),
        answerLive: (data) => answerLive({ world, tenant: settings.tenant, speech }, data),
        onPush: () => quota.count('push'),
        onCount: (what) => metrics.frames.inc({ tenant: settings.tenant, what }),
      }),
  );
  const standing = async () => {
    const [inbox, errands] = [await store.inbox.waiting(), await store.errands.waiting()];
    return {
      link: supervisors.every((one) => one.health().connected),
      inbox: inbox.waiting,
      errands: errands.waiting,
      aside: inbox.aside,
      apiPercent: Math.max(0, ...[...tenants.values()].map(({ quota }) => quota.percent('api'))),
    };
  };
  const handle = handleIncoming({
    ...world,
    confirmMinutes: config.retention.confirmationMinutes,
    standing,
    uploadPath: (referral, hotline) => `/app/upload${referral ? `?r=${referral}` : hotline ? `?h=${hotline}` : ''}`,
    groupOfSpace: (space) => spaces.get(space),
    endScreens: (person) => screens.endOf(person as Parameters<OpenScreens['endOf']>[0]),
  });

  const ready = async () => {
    const health = await store.health();
    const disk = await freeMegabytes(dataDir);
    const link = supervisors.map((one) => one.health());
    const parts = {
      stream: {
        ok: link.every(({ connected }) => connected),
        says: link
          .map(({ connected, lastError }) =>
            connected ? 'connected' : `not connected${lastError ? ` (${lastError})` : ''}`,
          )
          .join(', '),
      },
      store: { ok: health.ok, says: `${store.version}, ${health.says}` },
      disk: {
        ok: disk === undefined || disk > config.service.diskReserveMegabytes,
        says: disk === undefined ? 'unknown' : `${disk} MB free`,
      },
    };
    return { ready: Object.values(parts).every(({ ok }) => ok), parts };
  };

  const doors = {
    tenants: [...tenants.values()].map(({ settings, directory }) => ({
      tenant: settings.tenant,
      corpId: settings.corpId,
      clientId: settings.clientId,
      name: config.tenants.tenants.find((one) => one.id === settings.tenant)?.name ?? settings.tenant,
      ...(settings.agentId ? { agentId: settings.agentId } : {}),
      signIn: {
        byCode: (code: string) => directory.signInByCode(settings.tenant, code),
        byWeb: async (code: string) => {
          const { unionId } = await directory.signInByWeb(settings.tenant, code);
          const user = await directory.byUnionId(settings.tenant, unionId);
          return { user: user ?? id('nobody'), unionId };
        },
        pageTicket: () => directory.pageTicket(settings.tenant),
      },
    })),
    pretendDingTalk: pretend !== undefined,
    webLogin: (door: { readonly clientId: string }) =>
      webLoginAddress(pretend?.url ?? 'https://login.dingtalk.com', door.clientId, address, pretend !== undefined),
    uploadLimitBytes: config.service.uploadLimitMegabytes * 1024 * 1024,
    sessionMinutes: config.retention.sessionMinutes,
    secureCookie: (options.env['BATON_PUBLIC_URL'] ?? config.service.publicUrl).startsWith('https'),
  };
  const app = makeApp({
    world,
    doors,
    uploads: {
      ...world,
      staging: stagingOnDisk(join(dataDir, 'staging'), vault.vault),
      sealed: vault.files,
      kinds: fileKinds,
      limitBytes: doors.uploadLimitBytes,
    },
    screens,
    fileBytes: (patient, file, range) => (vault as OpenedVault).files.read(patient, file, range),
    sessionBy: (which) => store.ledger.read((page) => page.sessions.get(which, clock.now())),
    hasLeft: (session) => store.ledger.read((page) => page.people.hasLeft(session.tenant, session.user)),
    ready,
    metrics: async () => {
      const { inbox, errands } = { inbox: await store.inbox.waiting(), errands: await store.errands.waiting() };
      metrics.inbox.set({ state: 'waiting' }, inbox.waiting);
      metrics.inbox.set({ state: 'aside' }, inbox.aside);
      for (const state of ['waiting', 'unknown', 'dropped'] as const) metrics.errands.set({ state }, errands[state]);
      supervisors.forEach((one, index) => {
        const tenant = [...tenants.keys()][index] ?? '';
        metrics.connected.set({ tenant }, one.health().connected ? 1 : 0);
      });
      for (const [tenant, { quota }] of tenants)
        for (const budget of ['api', 'push'] as const) metrics.quota.set({ tenant, budget }, quota.percent(budget));
      metrics.memory.set(process.memoryUsage.rss());
      return metrics.registry.metrics();
    },
    callbackDoor: callbackRoute(
      [...tenants.values()].map(({ settings }) => ({
        settings,
        door: callbackDoor(settings, clock, (incoming) => store.inbox.keep(incoming)),
      })),
    ),
    dist: resolve(import.meta.dirname, '../../miniapp/dist'),
    frame: () => pretend?.url,
    behindProxy: env['BATON_BEHIND_PROXY'] === '1',
    requestsPerMinute: numberIn(env, 'BATON_REQUESTS_PER_MINUTE') ?? 1_200,
    onSurprise: (error) => {
      if (isGoneAway(error)) return;
      metrics.surprises.inc();
      log.error(
        {
          error: error instanceof Error ? error.name : 'unknown',
          where: error instanceof Error ? error.stack?.split('\n')[1]?.trim() : undefined,
        },
        'a request failed in a way that has no name',
      );
    },
  });

  const server = createServer(app.callback());
  const port = await listen(
    server,
    options.port ?? numberIn(env, 'BATON_PORT') ?? config.service.port,
    env['BATON_HOST'] ?? config.service.host,
  );
  address = (env['BATON_PUBLIC_URL'] ?? config.service.publicUrl) || `http://127.0.0.1:${port}`;
  if (pretend)
    for (const { settings } of tenants.values())
      await inConsole(pretend.url, '/sim/api/app', {
        clientId: settings.clientId,
        homeUrl: `${address}/app/?corpId=${settings.corpId}`,
      });

  await store.errands.start(async (inHand) => {
    const outcome = await runErrand(hands, log)(inHand);
    if ('referral' in inHand.errand && outcome.is === 'done') tellScreens(inHand.errand.referral);
    return outcome;
  });
  await store.inbox.start((incoming, page) => handle(incoming, page));
  await Promise.all(supervisors.map((one) => one.start()));

  const tellScreens = (referral: string) => screens.tell({ kind: 'referral', id: referral }, () => true);
  const checkpoints = checkpointsOn({ pool: store.pool, signer: vault.signer, clock });
  const climb = climbLadders({ ...world, repeatMinutes: config.reminders.repeatMinutes });
  const timers = [
    every(1_000, log, async () => {
      const climbed = await climb();
      if (climbed > 0) {
        metrics.escalated.inc(climbed);
        screens.tell({ kind: 'work' }, (person) => person !== undefined);
      }
    }),
    every(config.approval.sweepMinutes * 60_000, log, async () => {
      const rows = await store.ledger.read((page) => page.approvals.unsettled(200));
      const running = rows.flatMap((row) => (row.instance ? [{ tenant: row.tenant, instance: row.instance }] : []));
      await store.ledger.write(async (page) => {
        for (const one of running)
          await page.send(
            { do: 'look-at-approval', ...one },
            { lane: 'optional', key: `look ${one.tenant} ${one.instance}` },
          );
      });
    }),
    every(10 * 60_000, log, async () => {
      await store.ledger.write(async (page) => {
        for (const line of house.hotlines)
          await page.send(
            { do: 'sweep-group', tenant: line.tenant, group: line.group },
            { lane: 'optional', key: `sweep ${line.tenant} ${line.group}` },
          );
      });
    }),
    every(60_000, log, async () => store.errands.takeBackLost()),
    every(10 * 60_000, log, async () => checkpoints.makeAll()),
    every(
      3_600_000,
      log,
      async () =>
        void (await Promise.all([
          store.inbox.prune(config.retention.inboxKeys),
          store.errands.prune(config.retention.doneErrands),
        ])),
    ),
  ];
  void watchGroups(house, tenantOf, spaces, log);

  return {
    url: address,
    pretendUrl: pretend?.url,
    pretend,
    store,
    vault,
    house,
    config,
    world,
    ready,
    stop: async () => {
      for (const timer of timers) await timer.stop();
      screens.closeAll();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      });
      await Promise.all(supervisors.map((one) => one.stop()));
      await store.inbox.stop();
      await store.errands.stop();
      await Promise.all([...tenants.values()].map(({ quota }) => quota.flush()));
      await store.close();
      await pretend?.close();
    },
  };
}

/** The other side closed its page or its line in the middle: nothing of ours went wrong. */
const isGoneAway = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_DESTROYED'].includes(
    String(error.code),
  );

const hasCredentials = (config: Config, env: Environment): boolean =>
  config.tenants.tenants.some(({ secrets }) => secretFrom(env, secrets.clientSecret) !== undefined);

const numberIn = (env: Environment, name: string): number | undefined =>
  env[name] && /^\d+$/.test(env[name]) ? Number(env[name]) : undefined;

function tenantSettings(config: Config, env: Environment, pretend: Pretend | undefined): readonly TenantSettings[] {
  return config.tenants.tenants.flatMap(
    ({ id: key, corpId, clientId, agentId, operatorUser, quota, secrets }): TenantSettings[] => {
      const secret = pretend ? pretend.secretOf(clientId) : secretFrom(env, secrets.clientSecret);
      if (!secret) return [];
      const token = secrets.callbackToken && secretFrom(env, secrets.callbackToken);
      const aesKey = secrets.callbackAesKey && secretFrom(env, secrets.callbackAesKey);
      return [
        {
          tenant: id<TenantId>(key),
          corpId,
          clientId,
          secret: () => secret,
          robotCode: clientId,
          quota: pretend ? { ...quota, api: 200_000, push: 50_000 } : quota,
          bases: pretend ? { api: pretend.url, oapi: pretend.url } : realBases,
          ...(agentId ? { agentId } : {}),
          ...(operatorUser ? { operatorUser } : {}),
          ...(token && aesKey ? { callback: { token: () => token, aesKey: () => aesKey } } : {}),
        },
      ];
    },
  );
}

const webLoginAddress = (base: string, clientId: string, address: string, pretend: boolean): string =>
  `${base}${pretend ? '/login' : ''}/oauth2/auth?${new URLSearchParams({ redirect_uri: `${address}/app/`, response_type: 'code', client_id: clientId, scope: 'openid', prompt: 'consent', state: 'web' })}`;

async function freeMegabytes(dir: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  } catch {
    // A file system that does not tell is not held against us.
    return undefined;
  }
}

/** Asks DingTalk to tell of files that people put into the hotlines' groups. What cannot be watched is swept. */
async function watchGroups(
  house: House,
  tenantOf: (tenant: TenantId) => OpenedTenant,
  spaces: Map<string, GroupId>,
  log: Log,
): Promise<void> {
  for (const line of house.hotlines) {
    try {
      const { space } = await tenantOf(line.tenant).files.watch(line.tenant, line.group);
      spaces.set(space, line.group);
    } catch (error) {
      log.warn(
        { hotline: line.id, code: error instanceof Error && 'reason' in error ? error.reason : undefined },
        "the group's files cannot be watched; they are swept instead",
      );
    }
  }
}

/** Runs again and again, one at a time; a failure is said and does not end it. */
function every(ms: number, log: Log, work: () => Promise<unknown>): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) =>
        log.warn(
          {
            error: error instanceof Error ? error.name : 'unknown',
            code: error instanceof Error && 'code' in error ? error.code : undefined,
          },
          'a regular task failed and comes again',
        ),
      )
      .finally(() => {
        busy = false;
      });
  }, ms);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      const bound = server.address();
      done(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
