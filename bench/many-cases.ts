import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Log } from '#src/ports/log.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { startSimulator } from '../simulator/start.ts';
import { aDataFolder, aService } from './parts/service.ts';

/**
 * The service's memory over a store of many cases, at rest and after some looking round, and how long it takes to be ready over them.
 * `node bench/many-cases.ts [--cases 100000]`. One JSON object.
 */
const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' } } });
const cases = Number(values.cases);
if (!cases || cases > 1_000_000) {
  process.stderr.write('--cases takes a positive number\n');
  process.exit(2);
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const place = aDataFolder('many');
const sim = await startSimulator({ port: 0 });

async function fill(): Promise<number> {
  const store = await openStore({
    dataDir: place.dir,
    env: process.env,
    clock: systemClock,
    log: silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => openVault({ dataDir: place.dir, env: process.env, pool: keys, log: silent }),
  });
  const from = performance.now();
  const since = new Date(Date.now() - 86_400_000);
  const until = new Date(Date.now() + 30 * 86_400_000);
  for (let done = 0; done < cases; done += 500) {
    await store.ledger.write(async (page) => {
      for (let n = done; n < Math.min(done + 500, cases); n += 1) {
        const referral = aReferral({
          id: id<ReferralId>(cryptoDice.id()),
          code: `C${n}`,
          patient: id<PatientId>(`patient-${n % 2_000}`),
          startedAt: since,
          standing: { state: 'sent', since },
        });
        await page.referrals.add(referral, aContent(), { at: until, rung: 0 }, undefined);
      }
    });
  }
  await store.close();
  return performance.now() - from;
}

try {
  const filledMs = await fill();
  const first = await aService(place.dir, sim.url);
  await first.stop();
  const service = await aService(place.dir, sim.url);
  const atReady = service.rssMegabytes();
  for (let n = 0; n < 200; n += 1)
    await fetch(`http://127.0.0.1:${service.port}/metrics`).then((answer) => answer.text());
  await pause(20_000);
  const later = service.rssMegabytes();
  const result = {
    bench: 'many-cases',
    cases,
    filledMs: Math.round(filledMs),
    readyMs: { first: Math.round(first.readyMs), again: Math.round(service.readyMs) },
    rssMegabytes: { atReady, later },
  };
  await service.stop();
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await sim.close();
  place.remove();
}
