import { join, resolve } from 'node:path';
import { loadConsentWording } from '#config/consent.ts';
import { callbackDoor } from '#src/adapters/dingtalk/callback-door/door.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';
import { withoutPlace } from '#src/adapters/files/without-place.ts';
import { stagingOnDisk } from '#src/adapters/staging/staging-on-disk.ts';
import { quotaBookOn } from '#src/adapters/store/quota-book.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import { firstFrame } from '#src/domain/first-frame.ts';
import type { GroupId, TenantId } from '#src/domain/ids.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import { makeApp } from '#src/http/app.ts';
import type { OpenDownloads } from '#src/http/open-downloads.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import type { PrivacyParts } from '#src/http/routes/privacy.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import { currentSession } from '#src/usecases/access/current-session.ts';
import type { World } from '#src/usecases/world.ts';
import type { Asking } from './asking.ts';
import { callbackRoute } from './callback-route.ts';
import { cdsDoor } from './cds-door.ts';
import type { Ground } from './ground.ts';
import { isGoneAway } from './http-server.ts';
import { later } from './later.ts';
import { lettersFrom } from './letters.ts';
import { machineRoom } from './machine-room.ts';
import { metricsText } from './metrics-text.ts';
import { numberIn } from './number-in.ts';
import { phrasingFrom } from './phrasing.ts';
import type { readiness } from './readiness.ts';
import { markedCopyOf, pagePictureOf, playableSoundOf } from './reading-room.ts';
import { signInDoors } from './sign-in-doors.ts';
import { wholeFileOf } from './whole-file.ts';

type Parts = {
  readonly world: World;
  readonly naming: Naming;
  readonly asking: Asking;
  readonly screens: OpenScreens;
  readonly downloads: OpenDownloads;
  readonly tenants: ReadonlyMap<TenantId, OpenedTenant>;
  readonly templateOf: (tenant: TenantId) => string | undefined;
  readonly supervisors: readonly StreamSupervisor[];
  /** Which group a space of DingTalk belongs to, as far as it is known yet. */
  readonly spaces: ReadonlyMap<string, GroupId>;
  readonly room: ReadingRoom;
  readonly privacy: PrivacyParts;
  readonly ready: ReturnType<typeof readiness>;
  /** Known once the service listens. */
  readonly address: () => string;
  readonly isLocked: boolean;
};

/** Everything that can be asked of Baton over HTTP, with what answers it; and the way in for uploads, which messages of other systems use too. */
export function frontDoor(ground: Ground, parts: Parts) {
  const { configDir, env, log, config, duty, switchboard, house, dataDir, pretend, clock, store, vault, mayGo } =
    ground;
  const { drills, metrics } = ground;
  const { world, naming, asking, screens, downloads, tenants, templateOf, supervisors, spaces, room } = parts;
  const { privacy, ready, address, isLocked } = parts;
  const doors = signInDoors({
    tenants: tenants.values(),
    config,
    pretend,
    address,
    isLocked,
    endScreens: (who) => screens.endEverywhere(who),
  });
  const phrasing = phrasingFrom(env, mayGo);
  const uploads = {
    ...world,
    staging: stagingOnDisk(join(dataDir, 'staging'), vault.vault),
    sealed: vault.files,
    kinds: fileKinds,
    withoutPlace,
    limitBytes: doors.uploadLimitBytes,
  };
  const app = makeApp({
    world,
    naming,
    ...(phrasing ? { phrasing } : {}),
    doors,
    uploads,
    screens,
    downloads,
    followRosters: () => duty.follow(store.ledger, house, clock),
    patients: {
      wording: loadConsentWording(configDir, currentWording),
      address,
    },
    letters: lettersFrom(naming, join(configDir, 'knowledge')),
    safetyReview: config.safety.review,
    drills,
    alertBudget: config.safety.alertsPer100Referrals,
    admin: {
      configured: switchboard.configured,
      follow: () => switchboard.follow(store.ledger, screens, downloads),
      isBound: (line) => [...spaces.values()].includes(line.group),
      machine: machineRoom({
        ...{ configDir, dataDir, env, config, store, keys: vault.keys, clock, tenants, templateOf },
        book: quotaBookOn(store.pool),
        isConnected: (tenant) => supervisors[[...tenants.keys()].indexOf(tenant)]?.health().connected ?? false,
        ready,
      }),
    },
    cds: cdsDoor(configDir, env, clock, metrics),
    privacy,
    images: {
      imaging: later(async () => (await import('#src/adapters/imaging/imaging.ts')).dicomImaging()),
      wholeFile: wholeFileOf(vault.files),
    },
    pagePicture: pagePictureOf(room, vault.files),
    markedCopy: markedCopyOf(room, vault.files),
    playableSound: playableSoundOf(room, vault.files),
    fileBytes: (patient, file, range) => vault.files.read(patient, file, range),
    sessionBy: currentSession(world, config.retention.sessionIdleMinutes),
    during: asking.during,
    hasLeft: (session) => store.ledger.read((page) => page.people.hasLeft(session.tenant, session.user)),
    ready,
    metrics: metricsText({ metrics, store, supervisors, tenants, config }),
    callbackDoor: callbackRoute(
      [...tenants.values()].map(({ settings }) => ({
        settings,
        door: callbackDoor(settings, clock, (incoming) => store.inbox.keep(incoming)),
      })),
    ),
    dist: resolve(import.meta.dirname, '../../miniapp/dist'),
    frame: () => pretend?.url,
    behindProxy: env['BATON_BEHIND_PROXY'] === '1',
    paces: { person: numberIn(env, 'BATON_REQUESTS_PER_MINUTE') ?? 1_200, address: 12_000, signIn: 120 },
    onSurprise: (error) => {
      if (isGoneAway(error)) return;
      metrics.surprises.inc();
      log.error(
        {
          error: error instanceof Error ? error.name : 'unknown',
          where: firstFrame(error),
        },
        'a request failed in a way that has no name',
      );
    },
  });

  return { app, uploads };
}
