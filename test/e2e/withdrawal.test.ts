import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { makeApp } from '#src/http/app.ts';
import { closeWhatEnded } from '#src/start/close-what-ended.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { mindConsent } from '#src/usecases/errands/mind-consent.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aDoor, doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin, cheung, ng, shared, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { aStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

const rounds = 50;
const viewers = 100;
const jobs = 50;
const downloadsEach = 3;
/** After this nothing may be served (product page, section 4). */
const promiseMs = 2_000;
const house = aHouse();
const receivers = [cheung, ng, yip];

/** A file that would take minutes: a piece every few milliseconds. */
const longFile = async (): Promise<Readable> =>
  Readable.from(
    (async function* () {
      for (;;) {
        yield Buffer.alloc(4_096);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })(),
  );

const special = {
  fileBytes: longFile,
  // A download that is cut in the middle is what is wanted here.
  onSurprise: (error: unknown) => {
    if (!isGoneAway(error)) throw error;
  },
};

type Instance = Awaited<ReturnType<typeof anInstance>>;
type Worked = { readonly about: string; readonly at: number };
const worked: Worked[] = [];

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening server on a port has an address object.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One service: its own door, screens, downloads and workers over the common store. */
async function anInstance(door?: Awaited<ReturnType<typeof aDoor>>, beside?: { url: string; dataDir: string }) {
  const store = door?.store ?? (await aStore(beside));
  const parts = door?.parts ?? doorParts(store, house, special);
  const server = door ? undefined : createServer(makeApp(parts).callback());
  const url = door?.url ?? (server ? await listening(server) : '');
  const closing = closeWhatEnded(store, parts.world, parts.screens, parts.downloads);
  await closing.ready;
  await store.errands.start(
    mindConsent(parts.world, async ({ errand }) => {
      if (errand.do === 'say' && errand.words.some(({ key }) => key === 'told.accepted'))
        worked.push({ about: errand.about ?? '', at: Date.now() });
      await new Promise((resolve) => setTimeout(resolve, 4));
      return { is: 'done' };
    }),
  );
  return {
    url,
    store,
    stop: async () => {
      await closing.stop();
      await store.errands.stop();
      parts.screens.closeAll();
      if (!server) return;
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

/** What one open screen has heard. */
type Line = { readonly closed: Set<string>; readonly response: IncomingMessage };

const headers = (cookie: string) => ({ cookie, 'user-agent': 'a phone' });
const open = (url: string, cookie: string): Promise<IncomingMessage> =>
  new Promise((done, failed) => {
    get(url, { headers: headers(cookie), agent: false }, done).on('error', failed);
  });

async function aLine({ url }: Instance, cookie: string): Promise<Line> {
  const response = await open(`${url}/api/live`, cookie);
  const closed = new Set<string>();
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const words = `${rest}${text}`.split('\n\n');
    rest = words.pop() ?? '';
    for (const word of words) {
      if (!word.startsWith('data: ')) continue;
      const { kind, id: which } = JSON.parse(word.slice(6)) as { kind: string; id?: string };
      if (kind === 'closed' && which) closed.add(which);
    }
  });
  return { closed, response };
}

type Download = { lastByteAt: number; bytes: number; ended: boolean };
async function aDownload({ url }: Instance, cookie: string, referral: string): Promise<Download> {
  const response = await open(`${url}/api/referrals/${referral}/files/file-${referral}`, cookie);
  const running: Download = { lastByteAt: 0, bytes: 0, ended: false };
  const end = () => {
    running.ended = true;
  };
  response
    .on('data', (piece: Buffer) => {
      running.bytes += piece.length;
      running.lastByteAt = Date.now();
    })
    .on('close', end)
    .on('error', end);
  await eventually(() => running.bytes > 0 || running.ended);
  return running;
}

let door: Awaited<ReturnType<typeof aDoor>>;
let instances: readonly Instance[];
let cookies: readonly string[];
let lines: readonly Line[];
let author: Awaited<ReturnType<typeof door.as>>;
beforeAll(async () => {
  door = await aDoor(special, house);
  instances = [await anInstance(door), await anInstance(undefined, door.store)];
  author = await door.as(alvin);
  cookies = await Promise.all(receivers.map(async (person) => (await door.as(person)).cookie));
  lines = await Promise.all(Array.from({ length: viewers }, (_, index) => aLine(instanceNo(index), cookieNo(index))));
});
afterAll(async () => {
  for (const { response } of lines) response.destroy();
  for (const one of instances) await one.stop();
  await door.close();
});

const instanceNo = (index: number): Instance => instances[index % instances.length] as Instance;
const cookieNo = (index: number): string => cookies[index % cookies.length] as string;
const status = async ({ url }: Instance, cookie: string, referral: string): Promise<number> => {
  const answer = await fetch(`${url}/api/referrals/${referral}`, { headers: headers(cookie) });
  await answer.arrayBuffer();
  return answer.status;
};

/** A delivered referral the patient agreed to, with fifty sentences waiting to be said about it. */
async function aDelivery(round: number): Promise<ReferralId> {
  const referral = aReferral({
    id: id<ReferralId>(`ref-${round}`),
    code: `B7K-${String(round).padStart(3, '0')}`,
    patient: id<PatientId>(`patient-${round}`),
    standing: { state: 'opened', since: noon, by: cheung.id },
    signature: aSignature(),
  });
  await door.store.ledger.write(async (page) => {
    const { hkid: _none, ...identity } = aContent().identity;
    await page.patients.add(referral.patient, identity);
    await page.referrals.add(referral, aContent({ identity }), undefined, undefined);
    await page.consents.add(
      aConsent({ id: id<ConsentId>(`consent-${round}`), patient: referral.patient, referral: referral.id }),
    );
    await page.uploads.add({
      id: id<UploadId>(`file-${referral.id}`),
      referral: referral.id,
      patient: referral.patient,
      by: alvin.id,
      state: 'kept',
      origin: { way: 'page', session: 's' },
      name: 'f',
      kind: 'pdf',
      mime: 'application/pdf',
      bytes: 500_000_000,
      at: noon,
    });
  });
  return referral.id;
}

const queue = (referral: ReferralId): Promise<void> =>
  door.store.ledger.write(async (page) => {
    for (let n = 0; n < jobs; n += 1)
      await page.send({
        do: 'say',
        place: { tenant: shared, in: 'chat', user: id(`u-${(receivers[n % 3] ?? cheung).id}`) },
        words: [{ key: 'told.accepted', with: { code: 'B7K-42Q', who: String(n) } }],
        about: referral,
      });
  });

test(`a withdrawal closes ${viewers} open screens, cuts downloads and holds back ${jobs} queued jobs, in both instances, ${rounds} times`, async () => {
  let slowestMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const referral = await aDelivery(round);
    const readers = receivers.map((_, index) => [instanceNo(index + round), cookieNo(index)] as const);
    for (const [instance, cookie] of readers) expect(await status(instance, cookie, referral)).toBe(200);
    const running = await Promise.all(
      instances.flatMap((one) =>
        Array.from({ length: downloadsEach }, (_, index) => aDownload(one, cookieNo(index), referral)),
      ),
    );
    expect(running.every(({ bytes, ended }) => bytes > 0 && !ended)).toBe(true);
    await queue(referral);

    const answer = await author.post(`/api/referrals/${referral}/consent/withdraw`, {});
    const withdrawnAt = Date.now();

    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { standing: string }).standing).toBe('withdrawn');
    // From the answer on, whoever asks gets nothing, at either door.
    for (const instance of instances)
      for (const cookie of cookies) expect(await status(instance, cookie, referral)).toBe(404);
    await eventually(() => lines.every(({ closed }) => closed.has(referral)) && running.every(({ ended }) => ended));
    slowestMs = Math.max(slowestMs, Date.now() - withdrawnAt);
    await eventually(async () => (await door.store.errands.waiting()).waiting === 0);

    const late = (at: number) => at > withdrawnAt + promiseMs;
    expect(running.filter(({ lastByteAt }) => late(lastByteAt))).toEqual([]);
    expect(worked.filter(({ about, at }) => about === referral && late(at))).toEqual([]);
    const state = (await door.store.ledger.read((page) => page.referrals.get(referral)))?.referral.standing.state;
    expect(state).toBe('cancelled');
  }
  const { rows } = await door.store.pool.query<{ dropped: string }>(
    "select count(*) as dropped from errands where state = 'dropped' and why = 'consent withdrawn'",
  );
  expect(Number(rows[0]?.dropped) + worked.length).toBe(rounds * jobs);
  process.stdout.write(
    `  ${rounds} withdrawals: all ${viewers} screens and ${2 * downloadsEach} downloads closed after ${slowestMs} ms at most; ${rows[0]?.dropped} of ${rounds * jobs} jobs held back\n`,
  );
}, 600_000);
