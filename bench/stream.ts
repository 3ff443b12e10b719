import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import type { Log } from '#src/ports/log.ts';
import { aSender, bare, baton, batonAt, figures, theBareClient } from './parts/lines.ts';

/**
 * From the push of an event until its acknowledgement, Baton (kept, sealed, in PostgreSQL first) beside the bare official client with an empty
 * handler, in turns; then as fast as it goes. `node bench/stream.ts [--frames 1000] [--per-second 50] [--flood 10000] [--rounds 4]`. One JSON object.
 */
const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000' },
    'per-second': { type: 'string', default: '50' },
    flood: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '4' },
  },
});
const [frames, perSecond, flood, rounds] = [values.frames, values['per-second'], values.flood, values.rounds].map(
  Number,
);
if (!frames || !perSecond || !flood || !rounds || frames > 100_000 || flood > 1_000_000) {
  process.stderr.write('--frames, --per-second, --flood and --rounds take positive numbers\n');
  process.exit(2);
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const dataDir = mkdtempSync(join(tmpdir(), 'baton-bench-stream-'));
const sender = await aSender();
const store = await openStore({
  dataDir,
  env: process.env,
  clock: systemClock,
  log: silent,
  migrations: [vaultMigrations],
  vaultOver: (keys) => openVault({ dataDir, env: {}, pool: keys, log: silent }),
});
await store.inbox.start(async () => {});
const supervisor = new StreamSupervisor({
  settings: batonAt(sender.url),
  log: silent,
  keep: (incoming) => store.inbox.keep(incoming),
  answerLive: async () => ({}),
  onPush: () => {},
  onCount: () => {},
});
const client = await theBareClient(sender.url);
try {
  await supervisor.start();
  const steady = { baton: [] as number[], bare: [] as number[] };
  const rates = { baton: [] as number[], bare: [] as number[] };
  let unanswered = 0;
  // The first frames meet cold code on both sides and are not counted.
  for (const app of [baton, bare]) await sender.ask({ do: 'flood', ...app, frames: 300, atOnce: 20 });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, app] of [
      ['baton', baton],
      ['bare', bare],
    ] as const) {
      const pushed = await sender.ask({ do: 'push', ...app, frames: Math.ceil(frames / rounds), perSecond });
      steady[name].push(...pushed.ms);
      unanswered += pushed.unanswered;
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, app] of [
      ['baton', baton],
      ['bare', bare],
    ] as const) {
      const pushed = await sender.ask({ do: 'flood', ...app, frames: Math.ceil(flood / rounds), atOnce: 200 });
      rates[name].push(pushed.ms.length / (pushed.wholeMs / 1000));
      unanswered += pushed.unanswered;
    }
  }
  const mean = (all: readonly number[]) => Math.round(all.reduce((sum, one) => sum + one, 0) / all.length);
  const result = {
    bench: 'stream',
    perSecond,
    acknowledgedMs: { baton: figures(steady.baton), bareClient: figures(steady.bare) },
    eventsPerSecond: {
      baton: mean(rates.baton),
      bareClient: mean(rates.bare),
      slowestRoundOfBaton: Math.round(Math.min(...rates.baton)),
    },
    unanswered,
    store: store.version,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  client.disconnect();
  await supervisor.stop();
  await store.inbox.stop();
  await store.close();
  await sender.end();
  rmSync(dataDir, { recursive: true, force: true });
}
