import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { makeApp } from '#src/http/app.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { SetClock } from '#test/builders/a-store.ts';
import { silent } from '#test/builders/silent.ts';
import { launchBrowser } from '../test/e2e/browser.ts';
import { figures } from './parts/lines.ts';
import { aDataFolder } from './parts/service.ts';

/**
 * The screens a doctor meets first, on a phone behind a 4G line (CDP's network model: `--mbit` down, half of it up, `--rtt` ms there and back; no TLS), against
 * the service over PostgreSQL with the vault on. Cold: an empty cache each time, from the address until the list of work can be read. The record: one patient
 * with 40 medicines, 10 allergies, 30 problems and 200 results, at the service alone and from the tap until its three points stand there.
 * `node bench/screens.ts [--tries 20] [--asks 200] [--mbit 9] [--rtt 170] [--cpu 1]`. One JSON object.
 */
const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '20' },
    asks: { type: 'string', default: '200' },
    mbit: { type: 'string', default: '9' },
    rtt: { type: 'string', default: '170' },
    cpu: { type: 'string', default: '1' },
  },
});
const [tries = 0, asks = 0, mbit = 0, rtt = 0, cpu = 0] = [
  values.tries,
  values.asks,
  values.mbit,
  values.rtt,
  values.cpu,
].map(Number);
if (!tries || !asks || !mbit || !rtt || !cpu || tries > 200 || asks > 5_000) {
  process.stderr.write('--tries, --asks, --mbit, --rtt and --cpu take positive numbers\n');
  process.exit(2);
}

const place = aDataFolder('screens');
const dist = await mkdtemp(join(tmpdir(), 'baton-bench-dist-'));
await build({ configFile: 'miniapp/vite.config.ts', logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
const clock = new SetClock();
let vault: OpenedVault | undefined;
const opened = await openStore({
  dataDir: place.dir,
  env: {},
  clock,
  log: silent,
  migrations: [vaultMigrations],
  vaultOver: (keys) => {
    vault = openVault({ dataDir: place.dir, env: {}, pool: keys, log: silent });
    return vault;
  },
});
if (!vault) throw new Error('the store opened without its vault');
const store = { ...opened, ...vault, dataDir: place.dir, url: '', clock, drop: async () => undefined };
const parts = doorParts(store, aHouse(), {
  dist,
  onSurprise: (error) => {
    if (!isGoneAway(error)) throw error;
  },
});
const server = createServer(makeApp(parts).callback());
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
// A listening server on a port has an address object.
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await launchBrowser();
const login = { way: 'dingtalk', corpId: 'corp', code: alvin.dingtalk[0]?.user };

try {
  for (let n = 0; n < 30; n += 1) await keep(`ref-${n}`, codeOf(n), `patient-${n}`, aContent().findings);
  await keep('ref-long', 'B7K-42Q', 'patient-long', aLongRecord());

  const cold: number[] = [];
  const warm: number[] = [];
  const record: number[] = [];
  for (let n = 0; n < tries; n += 1) {
    const { page, close } = await aPhone();
    cold.push(await timed(() => page.goto(`${url}/app/`), page.locator('a[href*="/r/"]').first()));
    warm.push(await timed(() => page.reload(), page.locator('a[href*="/r/"]').first()));
    await page.goto(`${url}/app/r/ref-long`);
    const door = page.locator('a[href$="/r/ref-long/record"]').first();
    await door.waitFor();
    // As somebody who reads the referral first; the small scripts of the other screens come meanwhile.
    await page.waitForTimeout(2_000);
    record.push(await timed(() => door.click(), page.locator('.points li').first()));
    await close();
  }
  process.stdout.write(
    `${JSON.stringify({
      line: { mbit, rtt, cpu },
      firstScreenColdMs: figures(cold),
      firstScreenWarmMs: figures(warm),
      recordFromTapMs: figures(record),
      recordAtTheServiceMs: figures(await askRecord()),
      targets: { firstScreenColdP95Ms: 1_500, recordAtTheServiceMs: 400 },
    })}\n`,
  );
} finally {
  await browser.close();
  parts.screens.closeAll();
  server.close();
  server.closeAllConnections();
  await opened.close();
  place.remove();
  await rm(dist, { recursive: true, force: true });
}

function codeOf(n: number): string {
  const letters = 'BCDFGHJKLM';
  return `${letters[n % 10]}${2 + Math.floor(n / 10)}K-4${letters[n % 7]}Q`;
}

async function keep(name: string, code: string, patient: string, findings: readonly Finding[]): Promise<void> {
  const referral = aReferral({
    id: id<ReferralId>(name),
    code,
    patient: id<PatientId>(patient),
    standing: { state: 'delivered', since: noon },
    signature: aSignature(),
  });
  const { hkid: _own, ...identity } = aContent().identity;
  await store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, identity);
    await page.referrals.add(referral, { ...aContent(), identity, findings }, undefined, undefined);
  });
}

function aLongRecord(): Finding[] {
  const sure = { confidence: 1, status: 'present', source: {} } as const;
  const day = (n: number) => new Date(Date.UTC(2016, 0, 1 + n * 18)).toISOString().slice(0, 10);
  const medicines = ['warfarin', 'metformin', 'amlodipine', 'atorvastatin', 'bisoprolol', 'furosemide', 'omeprazole'];
  const tests = ['creatinine', 'potassium', 'HbA1c', 'haemoglobin', 'INR'];
  const problems = ['atrial fibrillation', 'type 2 diabetes', 'hypertension', 'chronic kidney disease', 'asthma'];
  return [
    ...Array.from(
      { length: 10 },
      (_, n): Finding => ({ ...sure, type: 'allergy', name: ['penicillin', 'aspirin'][n] ?? `allergen ${n}` }),
    ),
    ...Array.from(
      { length: 40 },
      (_, n): Finding => ({
        ...sure,
        type: 'medication',
        name: medicines[n] ?? `medicine ${n}`,
        dose: `${n + 1} mg`,
        course: 'current',
        at: day(n),
      }),
    ),
    ...Array.from(
      { length: 30 },
      (_, n): Finding => ({
        ...sure,
        type: 'problem',
        name: problems[n] ?? `problem ${n}`,
        whose: 'patient',
        at: day(n),
      }),
    ),
    ...Array.from(
      { length: 200 },
      (_, n): Finding => ({
        ...sure,
        type: 'result',
        name: tests[n % 5] ?? 'INR',
        value: String(4 + (n % 9)),
        unit: 'mmol/L',
        at: day(n),
      }),
    ),
  ];
}

async function aPhone() {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-HK',
    deviceScaleFactor: 2,
  });
  await context.request.post(`${url}/api/session`, { data: login });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  const perSecond = (mbit * 1_000_000) / 8;
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: rtt,
    downloadThroughput: perSecond,
    uploadThroughput: perSecond / 2,
  });
  if (cpu > 1) await line.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  return { page, close: () => context.close() };
}

async function timed(
  deed: () => Promise<unknown>,
  shown: { waitFor: (how: { timeout: number }) => Promise<void> },
): Promise<number> {
  const from = performance.now();
  const [, ms] = await Promise.all([deed(), shown.waitFor({ timeout: 60_000 }).then(() => performance.now() - from)]);
  return ms;
}

/** The record as the service answers it, one after the other, without a browser and without a line. */
async function askRecord(): Promise<number[]> {
  const opening = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  });
  const cookie = opening.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const took: number[] = [];
  for (let n = 0; n < asks; n += 1) {
    const from = performance.now();
    const answer = await fetch(`${url}/api/referrals/ref-long/record`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the record was refused: ${answer.status}`);
    if (n >= 5) took.push(performance.now() - from);
  }
  return took;
}
