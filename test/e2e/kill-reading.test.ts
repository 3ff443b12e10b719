import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { aZip } from '#test/builders/a-zip.ts';
import { silent } from '#test/builders/silent.ts';
import { type Simulator, startSimulator } from '../../simulator/start.ts';

const corp = 'dingshared01';
const chat = `cid${Buffer.from('dingbatonshared/u-alvin').toString('base64')}`;
const hotline = 'cidTmCardio/Hotline+01==';
const mark = 'QZXV-7719-PLAIN';
const who = 'Name: CHAN Siu Ming\nHKID: A123456(3)\n';

const root = mkdtempSync(join(tmpdir(), 'baton-kill-reading-'));
const [data, temp] = [join(root, 'data'), join(root, 'temp')];
let sim: Simulator;
let child: ChildProcess | undefined;
let port = 0;

beforeAll(async () => {
  chmodSync(root, 0o711);
  mkdirSync(data, { mode: 0o711 });
  mkdirSync(temp, { mode: 0o777 });
  sim = await startSimulator({ port: 0 });
  port = await freePort();
});
afterAll(async () => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await sim.close();
  await pause(300);
  rmSync(root, { recursive: true, force: true });
});

test('killed in the middle of reading, each file is read into the record once, no plain copy is left, and the author has one answer', async () => {
  await start();
  await say('say', {
    conversationId: hotline,
    mention: true,
    text: 'refer CHAN Siu Ming A123456(3) M 1/4/1967. Chest pain. Urgent.',
  });
  await until(async () => (await messages(hotline)).some((words) => words.includes('From → to')));
  const files = aZip([
    ['four.csv', 'Name,CHAN Siu Ming\nHKID,A123456(3)\n\nTest,Result,Unit\nPotassium,5.6,mmol/L\n'],
    ['one.txt', `${who}Remark: ${mark}\nMedications:\nmetformin 500 mg twice daily\n`],
    ['two.txt', `${who}Remark: ${mark}\nAllergies: penicillin (rash)\n`],
    ['three.txt', `${who}Results\nCreatinine 110 umol/L\n`],
  ]);
  await say('send', { conversationId: chat, kind: 'file', fileName: 'results.zip', base64: files.toString('base64') });
  for (const ms of [300, 1_200]) {
    await pause(ms);
    await kill();
    await start();
  }
  await until(async () => (await messages(chat)).some(isAnswer), 240_000);
  await until(isIdle, 120_000);
  child?.kill('SIGTERM');
  await gone();

  expect((await messages(chat)).filter(isAnswer)).toHaveLength(1);
  expect(await readTwice()).toEqual({
    readings: 5,
    twice: 0,
    facts: ['creatinine', 'metformin', 'penicillin', 'potassium'],
  });
  expect(filesWith(mark)).toEqual([]);
  expect(readdirSync(temp)).toEqual([]);
}, 600_000);

const isAnswer = (words: string): boolean => words.includes('of the 4 files in what you sent');

function start(): Promise<void> {
  child = spawn(process.execPath, ['src/main.ts'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DATABASE_URL: undefined,
      TMPDIR: temp,
      BATON_DATA_DIR: data,
      BATON_PRETEND_URL: sim.url,
      BATON_PORT: String(port),
      BATON_LOG: 'silent',
    },
  });
  return until(() => answers('/readyz'), 120_000);
}

const gone = (): Promise<void> =>
  !child || child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child?.once('exit', () => resolve()));

async function kill(): Promise<void> {
  child?.kill('SIGKILL');
  await gone();
}

const answers = async (path: string): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Not there yet.
    return false;
  }
};

const isIdle = async (): Promise<boolean> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return /baton_inbox\{state="waiting"\} 0\b/.test(text) && /baton_errands\{state="waiting"\} 0\b/.test(text);
};

const say = (way: 'say' | 'send', body: object) =>
  fetch(`${sim.url}/sim/api/${way}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ corpId: corp, userId: 'u-alvin', ...body }),
  });

async function messages(conversation: string): Promise<readonly string[]> {
  const asked = new URLSearchParams({ corpId: corp, userId: 'u-alvin', conversationId: conversation });
  // The simulator's own answer, of which only the words are looked at.
  const { messages: all } = (await (await fetch(`${sim.url}/sim/api/messages?${asked}`)).json()) as {
    messages: object[];
  };
  return all.map((each) => JSON.stringify(each));
}

async function readTwice() {
  const store = await openStore({
    dataDir: data,
    env: process.env,
    clock: systemClock,
    log: silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => openVault({ dataDir: data, env: process.env, pool: keys, log: silent }),
  });
  try {
    const [row] = await store.ledger.read((page) => page.referrals.list({ limit: 5 }));
    if (!row) throw new Error('no referral');
    const readings = await store.ledger.read((page) => page.readings.of(row.referral.id));
    const { rows } = await store.pool.query<{ n: number }>(
      `select count(*)::int as n from (select body::jsonb->>'upload' as upload from happenings
       where what in ('document-read', 'document-stopped') group by 1 having count(*) > 1) as twice`,
    );
    const names = readings.flatMap(({ says }) => says.facts.map(({ finding }) => finding.name.toLowerCase()));
    return { readings: readings.length, twice: rows[0]?.n, facts: names.toSorted() };
  } finally {
    await store.close();
  }
}

/** Every file under the data and the temporary folder that holds these words in the clear. */
const filesWith = (words: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(words));

async function until(done: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) throw new Error('it did not come to pass in time');
    await pause(50);
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(found));
    });
  });
