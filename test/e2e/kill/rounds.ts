import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { checkCharacter, formatHkid } from '#src/domain/identity/hkid.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import { type Simulator, startSimulator } from '../../../simulator/start.ts';

const corp = 'dingshared01';
const robot = 'dingbatonshared';
const hotline = 'cidTmCardio/Hotline+01==';
/** Said, agreed, sent for sign-off, signed. */
const steps = 4;
/** A machine that is slow gets no further in so long. */
const mostMs = 8_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type Found = {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly referrals: number;
  readonly signed: number;
  /** What was acknowledged and has no effect, or has it twice. Empty when all is well. */
  readonly wrong: readonly string[];
  readonly readyMs: { readonly median: number; readonly worst: number };
};

/**
 * Kills the service with SIGKILL at random moments while the cast speaks and taps, and starts it again; then looks whether everything acknowledged
 * happened, and happened once. The pretend DingTalk lives in this process and outlives the service.
 */
export async function killRounds(rounds: number): Promise<Found> {
  const dir = mkdtempSync(join(tmpdir(), 'baton-kill-'));
  chmodSync(dir, 0o711);
  const sim = await startSimulator({ port: 0 });
  const port = await freePort();
  const ready: number[] = [];
  const said = new Set<string>();
  const signTaps: string[] = [];
  let child: ChildProcess | undefined;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      child = start(dir, sim.url, port);
      await until(() => isReady(port), 20_000);
      ready.push(performance.now() - from);
      let killed = false;
      let reached = 0;
      const talk = traffic(sim, said, signTaps, {
        lives: () => !killed,
        onStep: () => {
          reached += 1;
        },
      });
      // Every other time soon after the start; otherwise around each step in turn, so that no moment of a referral's life is spared, however slow the machine.
      if (round % 2) await untilOrLate(() => reached > Math.floor(round / 2) % steps, mostMs);
      await pause(Math.random() * (round % 2 ? 250 : 550));
      process.kill(child.pid ?? 0, 'SIGKILL');
      killed = true;
      await talk;
      await gone(child);
    }
    child = start(dir, sim.url, port);
    await until(() => isReady(port), 20_000);
    await until(async () => isIdle(port), 60_000);
    child.kill('SIGTERM');
    await gone(child);
    return await look(dir, sim, { rounds, said, signTaps, ready });
  } finally {
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await sim.close();
    await pause(300);
    rmSync(dir, { recursive: true, force: true });
  }
}

function start(dataDir: string, pretendUrl: string, port: number): ChildProcess {
  return spawn(process.execPath, ['src/main.ts'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      BATON_DATA_DIR: dataDir,
      BATON_PRETEND_URL: pretendUrl,
      BATON_PORT: String(port),
      BATON_LOG: 'silent',
    },
  });
}

const isReady = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    // Not there yet.
    return false;
  }
};

async function isIdle(port: number): Promise<boolean> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return /baton_inbox\{state="waiting"\} 0\b/.test(text) && /baton_errands\{state="waiting"\} 0\b/.test(text);
}

/** One referral begun, consented, sent for sign-off and signed, as far as the service lives to see it. */
async function traffic(
  sim: Simulator,
  said: Set<string>,
  signTaps: string[],
  { lives, onStep }: { readonly lives: () => boolean; readonly onStep: () => void },
): Promise<void> {
  const n = String(100_000 + said.size);
  const hkid = formatHkid({ letters: 'Y', digits: n, check: checkCharacter('Y', n) });
  said.add(hkid);
  const post = async (path: string, body: object) =>
    (
      await fetch(`${sim.url}/sim/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json() as Promise<{ ok?: boolean }>;
  await post('say', {
    corpId: corp,
    userId: 'u-alvin',
    conversationId: hotline,
    mention: true,
    text: `refer CHAN Tai Man ${hkid} M 1/4/1967. Chest pain 2h. On warfarin 3mg daily. Allergic to penicillin. Urgent.`,
  });
  onStep();
  for (const [user, label] of [
    ['u-alvin', 'Patient agreed (spoken)'],
    ['u-alvin', 'Send for sign-off'],
    ['u-lam', 'Sign'],
  ] as const) {
    let tapped = false;
    while (lives() && !tapped) {
      for (const { card, actionId } of await buttons(sim, user, label)) {
        const { ok } = await post('tap', { corpId: corp, userId: user, outTrackId: card, actionId });
        tapped ||= ok === true;
        if (ok && label === 'Sign') signTaps.push(card.split('.')[1] ?? '');
      }
      await pause(Math.random() * 40);
    }
    if (tapped) onStep();
  }
}

/** The buttons of this label on the last cards somebody has: of this round, and of rounds that ended before their tap. */
async function buttons(sim: Simulator, user: string, label: string) {
  const { messages } = (await (
    await fetch(
      `${sim.url}/sim/api/messages?corpId=${corp}&userId=${user}&conversationId=${encodeURIComponent(chatOf(user))}`,
    )
  ).json()) as {
    messages: {
      card?: { outTrackId: string; view?: { blocks: { items?: { actionId: string; label: string }[] }[] } };
    }[];
  };
  return messages.slice(-3).flatMap(({ card }) => {
    const button = card?.view?.blocks.flatMap(({ items = [] }) => items).find((item) => item.label === label);
    return card && button ? [{ card: card.outTrackId, actionId: button.actionId }] : [];
  });
}

const chatOf = (user: string): string => `cid${Buffer.from(`${robot}/${user}`).toString('base64')}`;

async function look(
  dir: string,
  sim: Simulator,
  {
    rounds,
    said,
    signTaps,
    ready,
  }: { rounds: number; said: ReadonlySet<string>; signTaps: readonly string[]; ready: readonly number[] },
): Promise<Found> {
  const wrong: string[] = [];
  const store = await openStore({
    dataDir: dir,
    env: process.env,
    clock: systemClock,
    log: silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => openVault({ dataDir: dir, env: process.env, pool: keys, log: silent }),
  });
  try {
    const rows = await store.ledger.read((page) => page.referrals.list({ limit: 10_000 }));
    const perPatient = new Map<string, number>();
    for (const { referral } of rows) {
      const { identity } = await store.ledger.read((page) => page.referrals.content(referral));
      perPatient.set(identity.hkid ?? '?', (perPatient.get(identity.hkid ?? '?') ?? 0) + 1);
    }
    const acknowledged = sim.world.journal
      .after(0, 'push')
      .filter((entry) => entry['topic'] === '/v1.0/im/bot/messages/get' && entry['code'] === 200).length;
    for (const [hkid, count] of perPatient)
      if (count !== 1 || !said.has(hkid)) wrong.push(`a message became ${count} referrals`);
    if (rows.length < acknowledged)
      wrong.push(`${acknowledged} messages were acknowledged and ${rows.length} became referrals`);
    for (const id of new Set(signTaps))
      if (!rows.some(({ referral }) => referral.id === id && referral.signature))
        wrong.push('an acknowledged signature is missing');
    for (const { rows: twice, what } of [
      {
        what: 'signed twice',
        rows: (
          await store.pool.query(
            "select referral from happenings where what = 'signed' group by referral having count(*) > 1",
          )
        ).rows,
      },
      {
        what: 'the same step twice',
        rows: (
          await store.pool.query(
            "select referral from happenings where what = 'moved' group by referral, body::jsonb->>'to' having count(*) > 1 and body::jsonb->>'to' <> 'draft'",
          )
        ).rows,
      },
      { what: 'an event set aside', rows: (await store.pool.query("select id from inbox where state = 'aside'")).rows },
    ])
      if (twice.length > 0) wrong.push(`${what}: ${twice.length}`);
    wrong.push(...(await brokenChains(store.pool)), ...doubledCards(sim), ...(await doubledApprovals(sim)));
    const sorted = [...ready].sort((a, b) => a - b);
    return {
      rounds,
      acknowledged,
      referrals: rows.length,
      signed: rows.filter(({ referral }) => referral.signature).length,
      wrong,
      readyMs: {
        median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
        worst: Math.round(sorted.at(-1) ?? 0),
      },
    };
  } finally {
    await store.close();
  }
}

async function brokenChains(pool: {
  query: (text: string) => Promise<{ rows: { chain: string; seq: string; body: string; hash: Uint8Array }[] }>;
}): Promise<readonly string[]> {
  const { rows } = await pool.query('select chain, seq, body, hash from happenings order by chain, seq');
  const links = new Map<string, { link: Uint8Array; seq: number }>();
  for (const row of rows) {
    const before = links.get(row.chain) ?? { link: firstPrev, seq: 0 };
    const link = linkHash(before.link, before.seq + 1, row.body);
    if (Number(row.seq) !== before.seq + 1 || !Buffer.from(row.hash).equals(link))
      return [`chain ${row.chain} is broken at ${row.seq}`];
    links.set(row.chain, { link, seq: before.seq + 1 });
  }
  return [];
}

/** One card per referral and place, for ever. */
function doubledCards(sim: Simulator): readonly string[] {
  const seen = new Map<string, number>();
  for (const conversation of [hotline, ...['u-alvin', 'u-lam', 'u-cheung'].map(chatOf)])
    for (const message of sim.world.messagesOf(corp, conversation))
      if (message.outTrackId)
        seen.set(`${conversation} ${message.outTrackId}`, (seen.get(`${conversation} ${message.outTrackId}`) ?? 0) + 1);
  return [...seen].filter(([, count]) => count > 1).map(() => 'a card lies twice in one conversation');
}

async function doubledApprovals(sim: Simulator): Promise<readonly string[]> {
  const { approvals } = (await (await fetch(`${sim.url}/sim/api/approvals?corpId=${corp}&userId=u-lam`)).json()) as {
    approvals: { values: { value: string }[] }[];
  };
  const references = approvals.map(({ values }) => values.find(({ value }) => / v\d+$/.test(value))?.value ?? '');
  return references
    .filter((one, index) => references.indexOf(one) !== index)
    .map(() => 'an approval was started twice');
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

async function untilOrLate(done: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!done() && Date.now() < end) await pause(10);
}

async function until(done: () => Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) throw new Error('it did not come to pass in time');
    await pause(25);
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
