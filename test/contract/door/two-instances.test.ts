import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WalkAsked, WalkShown } from '#src/contract/images.ts';
import type { LiveWord } from '#src/contract/session.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import { OpenScreens } from '#src/http/routes/live.ts';
import { closeWhatEnded } from '#src/start/close-what-ended.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, cheung, ng } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { aStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

const house = aHouse();
const referral = aReferral({ standing: { state: 'opened', since: noon, by: cheung.id }, signature: aSignature() });
const { patient } = referral;
const images = `/api/referrals/${referral.id}/images`;

type Instance = Awaited<ReturnType<typeof anInstance>>;
let one: Instance;
let other: Instance;
let lines: IncomingMessage[];

/** One service: a door, screens, downloads and lines to the store of its own. */
async function anInstance(beside?: { readonly url: string; readonly dataDir: string }) {
  const store = await aStore(beside);
  const between = store.between();
  await between.ready;
  const onSurprise = (error: unknown) => {
    // A page that closes its line is what is wanted here.
    if (!isGoneAway(error)) throw error;
  };
  const door = await aDoor({ screens: new OpenScreens(between), onSurprise }, house, store);
  const closing = closeWhatEnded(store, door.parts.world, door.parts.screens, door.parts.downloads);
  await closing.ready;
  let ended: Promise<void> | undefined;
  const end = async () => {
    await Promise.all([between.stop(), closing.stop()]);
    await door.close();
  };
  return {
    ...door,
    /** Says no word of farewell, as one that was killed. */
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

beforeEach(async () => {
  lines = [];
  one = await anInstance();
  const { store } = one;
  await store.ledger.write(async (page) => {
    const { hkid: _none, ...identity } = aContent().identity;
    await page.patients.add(patient, identity);
    await page.referrals.add(referral, aContent({ identity }), undefined, undefined);
    await page.consents.add(aConsent({ id: id<ConsentId>('consent'), patient, referral: referral.id }));
  });
  await store.files.keep(patient, 's0', Readable.from([Buffer.from(aCtSlice({ size: 16, index: 0 }))]), 1_000_000);
  await store.ledger.write((page) =>
    page.uploads.add({
      ...{ id: id<UploadId>('s0'), referral: referral.id, patient, by: alvin.id, name: 's0', at: noon },
      ...{ state: 'filed', kind: 'dicom', origin: { way: 'page', session: 's' } },
    }),
  );
  other = await anInstance(store);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const line of lines) line.destroy();
  await other.end();
  await one.end();
});

type Screen = Awaited<ReturnType<typeof aScreen>>;

/** Somebody's page: what it asks goes to one instance, its line of live words may come from another. */
async function aScreen(person: Person, at: Instance, { lineFrom = at } = {}) {
  const asks = await at.as(person);
  const words: LiveWord[] = [];
  const line = await new Promise<IncomingMessage>((done, failed) => {
    const headers = { cookie: asks.cookie, 'user-agent': 'a phone' };
    get(`${lineFrom.url}/api/live`, { headers, agent: false }, done).on('error', failed);
  });
  lines.push(line);
  let rest = '';
  line.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) words.push(JSON.parse(part.slice(6)) as LiveWord);
  });
  let isEnded = false;
  line
    .on('close', () => {
      isEnded = true;
    })
    .on('error', () => undefined);
  return {
    ...asks,
    line,
    heard: (kind: LiveWord['kind']) => words.some((word) => word.kind === kind),
    isEnded: () => isEnded,
    walk: async (asked: WalkAsked) => expect((await asks.post(`${images}/walk`, asked)).status).toBe(204),
    /** The common look as the words show it. */
    shown: (): WalkShown | undefined => words.findLast(({ kind }) => kind === 'walk')?.walk,
    look: async () => expect((await asks.get(images)).status).toBe(200),
  };
}

const show = (index: number): WalkAsked => ({ say: 'show', view: { series: '1.2.3', index, at: [10.5, 20.25] } });
const peopleOf = (screen: Screen) => screen.shown()?.people.map((each) => each.person);

/** Both were given the images and are in the common look, the first one leads. */
async function together() {
  const doctor = await aScreen(alvin, one);
  const receiver = await aScreen(cheung, other);
  for (const screen of [doctor, receiver]) await screen.look();
  await doctor.walk({ say: 'join' });
  await eventually(() => peopleOf(receiver)?.length === 1);
  await receiver.walk({ say: 'join' });
  await eventually(() => [doctor, receiver].every((screen) => peopleOf(screen)?.length === 2));
  expect(receiver.shown()?.leads).toBe(alvin.id);
  return { doctor, receiver };
}

test('what is shown on one instance is seen on the other, and who was handed the lead there leads here', async () => {
  const { doctor, receiver } = await together();
  await doctor.walk(show(7));
  await eventually(() => receiver.shown()?.view?.index === 7);
  expect(receiver.shown()?.view).toEqual({ series: '1.2.3', index: 7, at: [10.5, 20.25] });

  await receiver.walk({ say: 'ask' });
  await eventually(() => doctor.shown()?.asks === cheung.id);
  await doctor.walk({ say: 'give', to: cheung.id });
  await doctor.walk(show(8));
  await eventually(() => receiver.shown()?.leads === cheung.id);
  await receiver.walk(show(9));
  await eventually(() => doctor.shown()?.view?.index === 9);
  for (const screen of [doctor, receiver])
    expect(screen.shown()).toMatchObject({ leads: cheung.id, view: { index: 9 } });
});

test('of two who ask for the lead at the same moment on two instances, all see the same one, and one leads', async () => {
  const { doctor, receiver } = await together();
  const third = await aScreen(ng, one, { lineFrom: other });
  await third.look();
  await third.walk({ say: 'join' });
  const all = [doctor, receiver, third];
  await eventually(() => all.every((screen) => peopleOf(screen)?.length === 3));
  await Promise.all([receiver.walk({ say: 'ask' }), third.walk({ say: 'ask' })]);
  await doctor.walk({ say: 'leave' });
  await eventually(
    () =>
      all.every((screen) => peopleOf(screen)?.length === 2) &&
      new Set(all.map((each) => each.shown()?.leads)).size === 1,
  );
  expect([cheung.id, ng.id]).toContain(doctor.shown()?.leads);
});

test('leave that ends on one instance closes the screens on the other and takes their people out of the common look', async () => {
  const { doctor, receiver } = await together();
  const answer = await doctor.post(`/api/referrals/${referral.id}/consent/withdraw`, {});
  expect(answer.status).toBe(200);
  await eventually(() => receiver.heard('closed') && !peopleOf(doctor)?.includes(cheung.id));
  expect((await receiver.post(`${images}/walk`, { say: 'join' })).status).toBe(404);
  await receiver.walk(show(4));
  expect(doctor.shown()?.view).toBeUndefined();
});

test('who signs out everywhere on one instance is ended on the other, and nobody else is', async () => {
  const { doctor, receiver } = await together();
  const same = await one.as(cheung);
  expect((await same.send('DELETE', '/api/sessions')).ok).toBe(true);
  await eventually(() => receiver.heard('session-ended') && receiver.isEnded());
  expect(doctor.isEnded()).toBe(false);
});

test('after a cut between the instances, screens hear that they missed something, and the look goes on together', async () => {
  const { doctor, receiver } = await together();
  await doctor.walk(show(2));
  await eventually(() => receiver.shown()?.view?.index === 2);
  const { rows } = await one.store.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'baton between instances'",
  );
  expect(rows).toHaveLength(2);
  await doctor.walk(show(3));
  await eventually(() => doctor.heard('missed') && receiver.heard('missed'));
  await eventually(() => receiver.shown()?.view?.index === 3);
  await doctor.walk({ say: 'give', to: cheung.id });
  await eventually(() => receiver.shown()?.leads === cheung.id);
  expect(peopleOf(receiver)).toHaveLength(2);
});

test('who led from an instance that was killed, and is heard from no other, has left after 45 seconds', async () => {
  const { doctor, receiver } = await together();
  await doctor.walk(show(2));
  await eventually(() => receiver.shown()?.view?.index === 2);
  doctor.line.destroy();
  await one.end();
  // Dates alone: lines, sockets and timers go on as they are.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25_000 });
  await receiver.walk({ say: 'here' });
  expect(receiver.shown()?.leads).toBe(alvin.id);
  vi.setSystemTime(Date.now() + 25_000);
  await receiver.walk({ say: 'here' });
  await eventually(() => receiver.shown()?.leads === cheung.id);
  expect(peopleOf(receiver)).toEqual([cheung.id]);
});
