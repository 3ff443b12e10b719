import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadConsentWording } from '#config/consent.ts';
import { loadProcessors } from '#config/processors.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';
import { withoutPlace } from '#src/adapters/files/without-place.ts';
import { dicomImaging } from '#src/adapters/imaging/imaging.ts';
import { stagingOnDisk } from '#src/adapters/staging/staging-on-disk.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import { readNote } from '#src/domain/reading/read-note.ts';
import { type AppParts, makeApp } from '#src/http/app.ts';
import { OpenDownloads } from '#src/http/open-downloads.ts';
import { OpenScreens } from '#src/http/routes/live.ts';
import { askingOver } from '#src/start/asking.ts';
import { DutyBoard } from '#src/start/duty-board.ts';
import { lettersFrom } from '#src/start/letters.ts';
import { privacyDesk } from '#src/start/privacy-desk.ts';
import { Switchboard } from '#src/start/switchboard.ts';
import { wholeFileOf } from '#src/start/whole-file.ts';
import { currentSession } from '#src/usecases/access/current-session.ts';
import type { World } from '#src/usecases/world.ts';
import { aHouse, shared, tmCardio } from './a-house.ts';
import { aMachineRoom } from './a-machine-room.ts';
import { aStore, silent, type TestStore } from './a-store.ts';
import { theNaming } from './the-naming.ts';
import { thePolicy } from './the-policy.ts';
import { theSafety } from './the-safety.ts';

const configDir = join(import.meta.dirname, '../../config');
export const idleMinutes = 20;
const device = 'a phone';

/** The parts of the door over one store; sign-in takes the code for the user's id. */
export function doorParts(
  store: TestStore,
  configured: House,
  more: Partial<AppParts> = {},
): AppParts & { readonly world: World } {
  const duty = new DutyBoard();
  const switchboard = new Switchboard(configured, duty.now);
  const { house } = switchboard;
  const { ledger, during } = askingOver(store.ledger, house);
  const world: World = {
    ledger,
    clock: store.clock,
    dice: cryptoDice,
    house,
    signer: store.signer,
    readText: (text, now) => readNote(theNaming.lexicon, text, { now }),
    policy: thePolicy,
    safety: theSafety,
    log: silent,
  };
  const screens = more.screens ?? new OpenScreens();
  const downloads = new OpenDownloads();
  const signIn = async (code: string) => ({
    user: code as Person['dingtalk'][number]['user'],
    unionId: `union ${code}`,
  });
  return {
    world,
    naming: theNaming,
    doors: {
      tenants: [
        {
          tenant: shared,
          corpId: 'corp',
          clientId: 'client',
          name: 'Shared',
          signIn: { byCode: signIn, byWeb: signIn, pageTicket: async () => 'ticket' },
        },
      ],
      pretendDingTalk: false,
      webLogin: () => undefined,
      uploadLimitBytes: 4 * 1024 * 1024,
      sessionMinutes: 60,
      secureCookie: false,
      endScreens: (who) => screens.endEverywhere(who),
    },
    uploads: {
      ...world,
      staging: stagingOnDisk(`${store.dataDir}/staging`, store.vault),
      sealed: store.files,
      kinds: fileKinds,
      withoutPlace,
      limitBytes: 4 * 1024 * 1024,
    },
    letters: lettersFrom(theNaming, join(configDir, 'knowledge')),
    safetyReview: { overriddenAbovePercent: 60, afterStops: 20 },
    drills: [{ hotline: tmCardio, people: house.people.map(({ id }) => id), group: true, minutes: 120 }],
    alertBudget: { stop: 10, caution: 60, note: 200 },
    admin: {
      configured,
      follow: () => switchboard.follow(store.ledger, screens, downloads),
      isBound: () => true,
      machine: aMachineRoom,
    },
    privacy: privacyDesk({ ...store, recordYears: 10, processors: loadProcessors(configDir, {}) }),
    images: { imaging: dicomImaging(), wholeFile: wholeFileOf(store.files) },
    pagePicture: async () => new Uint8Array(),
    markedCopy: async (_patient, _file, line) => Buffer.from(`copy: ${line}`),
    screens,
    downloads,
    followRosters: () => duty.follow(store.ledger, house, store.clock),
    fileBytes: (patient, file, range) => store.files.read(patient, file, range),
    sessionBy: currentSession(world, idleMinutes),
    during,
    hasLeft: (session) => store.ledger.read((page) => page.people.hasLeft(session.tenant, session.user)),
    ready: async () => ({ ready: true, parts: {} }),
    metrics: async () => '',
    patients: { wording: loadConsentWording(configDir, currentWording), address: () => 'http://127.0.0.1' },
    dist: `${store.dataDir}/dist`,
    frame: () => undefined,
    behindProxy: false,
    paces: { person: 10_000, address: 10_000, signIn: 10_000 },
    onSurprise: (error) => {
      throw error;
    },
    ...more,
  };
}

/** The real door over a real store, listening on the loopback. */
export async function aDoor(more: Partial<AppParts> = {}, house: House = aHouse(), given?: TestStore) {
  const store = given ?? (await aStore());
  const parts = doorParts(store, house, more);
  const server = createServer(makeApp(parts).callback());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening server on a port has an address object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { 'user-agent': device, ...init.headers } });
  return {
    url,
    store,
    parts,
    ask,
    /** Signs a person in, and asks in their name. */
    as: async (person: Person, otherHeaders: Record<string, string> = {}) => {
      const answer = await ask('/api/session', {
        method: 'POST',
        headers: otherHeaders,
        body: JSON.stringify({ way: 'dingtalk', corpId: 'corp', code: person.dingtalk[0]?.user }),
      });
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
      const me = (await answer.json()) as { csrf: string };
      const headers = { ...otherHeaders, cookie, 'x-baton-csrf': me.csrf };
      return {
        cookie,
        csrf: me.csrf,
        get: (path: string, extra: Record<string, string> = {}) => ask(path, { headers: { ...headers, ...extra } }),
        post: (path: string, body: unknown, extra: Record<string, string> = {}) =>
          ask(path, { method: 'POST', body: JSON.stringify(body), headers: { ...headers, ...extra } }),
        send: (method: string, path: string, extra: Record<string, string> = {}) =>
          ask(path, { method, headers: { ...headers, ...extra } }),
      };
    },
    close: async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await store.close();
      await store.drop();
    },
  };
}
