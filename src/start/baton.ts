import { join } from 'node:path';
import { personAt } from '#bot/handlers/bot.ts';
import { handleIncoming } from '#bot/handlers/handle.ts';
import { speech } from '#bot/speech/speech.ts';
import { speak } from '#bot/words/words.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import type { Config } from '#config/load.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';
import { withoutPlace } from '#src/adapters/files/without-place.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import { quotaBookOn } from '#src/adapters/store/quota-book.ts';
import type { OpenedVault } from '#src/adapters/vault/open-vault.ts';
import type { House } from '#src/domain/house/house.ts';
import type { GroupId, TenantId } from '#src/domain/ids.ts';
import { readNote } from '#src/domain/reading/read-note.ts';
import { makeNaming } from '#src/domain/record/naming.ts';
import { OpenDownloads } from '#src/http/open-downloads.ts';
import { OpenScreens } from '#src/http/routes/live.ts';
import { mindDrill } from '#src/usecases/drill/mind-drill.ts';
import { mindConsent } from '#src/usecases/errands/mind-consent.ts';
import { runErrand } from '#src/usecases/errands/run-errand.ts';
import type { World } from '#src/usecases/world.ts';
import { archiveWork } from './archive.ts';
import { askingOver } from './asking.ts';
import { closeWhatEnded } from './close-what-ended.ts';
import { directoryCheck } from './directory-check.ts';
import { doorServer, lockFrom } from './door-server.ts';
import { drillWork } from './drills.ts';
import { freePort } from './free-port.ts';
import { frontDoor } from './front-door.ts';
import { type BatonOptions, openGround } from './ground.ts';
import { handsFor } from './hands.ts';
import { closeGently, listen } from './http-server.ts';
import { answerLive } from './live-part.ts';
import { listenForMessages } from './mllp.ts';
import { numberIn } from './number-in.ts';
import { inConsole, type Pretend } from './pretend.ts';
import { privacyDesk, privacyWork } from './privacy-desk.ts';
import { proposingFrom, withProposals } from './proposing.ts';
import { readiness } from './readiness.ts';
import { openReadingRoom, pagePictureOf } from './reading-room.ts';
import { regularWork } from './regular-work.ts';
import { safetyNet } from './safety-net.ts';
import { shiftWork } from './shift-work.ts';
import { stopInTurn } from './stop-in-turn.ts';
import { tellOfQuestionOf, tellScreensOf } from './tell-screens.ts';
import { openTenants } from './tenants.ts';
import { transcribingFrom, withTranscripts } from './transcribing.ts';
import { watchGroups } from './watch-groups.ts';

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
 * Introduces everyone and starts: the ground (`ground.ts`), DingTalk or a pretend one, the hands that do errands, the door for requests (`front-door.ts`), regular
 * work. It decides nothing.
 */
export async function startBaton(options: BatonOptions): Promise<Baton> {
  const ground = await openGround(options);
  const { env, log, config, duty, switchboard, house, policy, dataDir, pretend, clock, store, vault } = ground;
  const { mayGo, drills, metrics } = ground;
  const between = store.between();
  const screens = new OpenScreens(between);
  const downloads = new OpenDownloads();
  const naming = makeNaming(loadKnowledge(join(options.configDir, 'knowledge')));
  const asking = askingOver(store.ledger, house);
  const world: World = {
    ledger: asking.ledger,
    clock,
    dice: cryptoDice,
    house,
    signer: vault.signer,
    readText: (text, now) => readNote(naming.lexicon, text, { now }),
    policy,
    safety: safetyNet(options.configDir),
    log,
  };
  const tenants = openTenants({ config, env, pretend, clock, log, book: quotaBookOn(store.pool) });
  const tenantOf = (tenant: TenantId): OpenedTenant => {
    if (!pretend) mayGo({ tenant });
    const found = tenants.get(tenant);
    if (!found) throw new Error(`no organisation ${tenant}`);
    return found;
  };
  const room = withTranscripts(
    withProposals(openReadingRoom(), proposingFrom(env, mayGo)),
    transcribingFrom(env, mayGo),
    fileKinds,
  );
  const spaces = new Map<string, GroupId>();
  let address = '';
  const templateOf = (tenant: TenantId): string | undefined =>
    (pretend ? pretend.cardTemplate : config.tenants.tenants.find((one) => one.id === tenant)?.cardTemplate) ||
    undefined;
  const hands = handsFor({
    world,
    naming,
    speech,
    tenantOf,
    config,
    sealed: vault.files,
    kinds: fileKinds,
    withoutPlace,
    room,
    publicUrl: () => address,
    templateOf,
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
    endScreens: (person) => screens.endEverywhere(person as Parameters<OpenScreens['endOf']>[0]),
  });

  const publicUrl = env['BATON_PUBLIC_URL'] ?? config.service.publicUrl;
  const lock = lockFrom(env);
  const ready = readiness({ store, supervisors, dataDir, diskReserveMegabytes: config.service.diskReserveMegabytes });
  const privacy = privacyDesk({
    pool: store.pool,
    ...vault,
    clock,
    recordYears: config.retention.closedReferralsYears,
    processors: ground.processors,
  });
  const { app, uploads } = frontDoor(ground, {
    ...{ world, naming, asking, screens, downloads, tenants, templateOf, supervisors, spaces, room, privacy, ready },
    address: () => address,
    isLocked: lock !== undefined || publicUrl.startsWith('https'),
  });

  // Who was off before this start is off from its first moment.
  await switchboard.follow(store.ledger, screens, downloads);
  await duty.follow(store.ledger, house, clock);
  const host = env['BATON_HOST'] ?? config.service.host;
  const server = doorServer(app.callback(), { lock, host, behindProxy: env['BATON_BEHIND_PROXY'] === '1', log });
  // Node's five seconds are so short that who asks again at that moment, or a proxy in front, meets a line just cut.
  server.keepAliveTimeout = 30_000;
  const chosen = options.port ?? numberIn(env, 'BATON_PORT');
  // A service has the port it was given; a play takes a free one, so that two copies can be played side by side.
  const port = await listen(
    server,
    chosen ?? (pretend ? await freePort(config.service.port, host) : config.service.port),
    host,
  );
  address = publicUrl || `${lock ? 'https' : 'http'}://127.0.0.1:${port}`;
  if (pretend)
    for (const { settings } of tenants.values())
      await inConsole(pretend.url, '/sim/api/app', {
        clientId: settings.clientId,
        homeUrl: `${address}/app/?corpId=${settings.corpId}`,
      });

  const tellScreens = tellScreensOf(world, screens);
  const tellOfQuestion = tellOfQuestionOf(world, screens);
  await store.errands.start(async (inHand) => {
    const outcome = await mindConsent(world, mindDrill(world, drills, runErrand(hands, log)))(inHand);
    if ('referral' in inHand.errand && outcome.is === 'done') tellScreens(inHand.errand.referral);
    tellOfQuestion(inHand.errand);
    return outcome;
  });
  await store.inbox.start((incoming, page) => handle(incoming, asking.inChat(page)));
  await Promise.all(supervisors.map((one) => one.start()));

  const regular = [
    ...regularWork({ world, config, env, store, vault, metrics, screens, dataDir }),
    ...shiftWork(store, world, screens, duty),
    ...privacyWork(store, world, privacy),
    ...archiveWork(store, world, naming, pagePictureOf(room, vault.files)),
    directoryCheck({
      world,
      store,
      tenants,
      endScreens: (who) => screens.endEverywhere(who as Parameters<OpenScreens['endOf']>[0]),
    }),
    closeWhatEnded(store, world, screens, downloads),
    drillWork(store, world),
    switchboard.watch(store.ledger, screens, downloads, log),
  ];
  void watchGroups(house, tenantOf, spaces, log);
  const messages = await listenForMessages(env, uploads);

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
    stop: () =>
      stopInTurn(log, {
        // First, so that nobody waits for a long reading; what was being read is read after the next start.
        reading: () => room.close(),
        'regular work': () => Promise.all(regular.map((one) => one.stop())),
        screens: async () => screens.closeAll(),
        'messages of other systems': () => messages?.close(),
        door: () => closeGently(server),
        'lines to DingTalk': () => Promise.all(supervisors.map((one) => one.stop())),
        inbox: () => store.inbox.stop(),
        errands: () => store.errands.stop(),
        'line between instances': () => between.stop(),
        quota: () => Promise.all([...tenants.values()].map(({ quota }) => quota.flush())),
        store: () => store.close(),
        'pretend DingTalk': () => pretend?.close(),
      }),
  };
}
