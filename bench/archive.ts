import { parseArgs } from 'node:util';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Log } from '#src/ports/log.ts';
import { type FindWish, find } from '#src/usecases/archive/find.ts';
import { aHouse, alvin, cheung } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { fillArchive, nameOf, perPatient } from './parts/fill-archive.ts';
import { lot } from './parts/papers.ts';
import { aDataFolder } from './parts/service.ts';

/**
 * How long a search takes on the server among many documents: fingerprints, leave, keys, opening, the look in the trail and its commit, everything but HTTP.
 * `node bench/archive.ts [--documents 1000000] [--rounds 200]`. One JSON object, times in milliseconds. Exit 1 when the gastroscopy of three years ago is not
 * found, or p95 of any ordinary search is over 50 ms.
 */
const { values } = parseArgs({
  options: { documents: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '200' } },
});
const documents = Number(values.documents);
const rounds = Number(values.rounds);
if (!Number.isInteger(documents) || documents < perPatient || documents > 5_000_000 || !(rounds >= 10)) {
  process.stderr.write(`--documents takes ${perPatient} to 5000000, --rounds 10 or more\n`);
  process.exit(2);
}

const warming = 10;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clock = { now: () => noon };
const place = aDataFolder('archive');
let vault: OpenedVault | undefined;
const store = await openStore({
  dataDir: place.dir,
  env: process.env,
  clock,
  log: silent,
  migrations: [vaultMigrations],
  vaultOver: (keys) => {
    vault = openVault({ dataDir: place.dir, env: process.env, pool: keys, log: silent });
    return vault;
  },
});

try {
  if (!vault) throw new Error('the store opened without its vault');
  const from = performance.now();
  await fillArchive(store, vault, theNaming.lexicon, documents, (done) => {
    if (done % 100_000 === 0) process.stderr.write(`${done} documents\n`);
  });
  const filledMs = Math.round(performance.now() - from);
  const patients = Math.ceil(documents / perPatient);
  const random = lot(99);
  const somebody = () => nameOf(Math.floor(random() * patients));
  const threeYearsAgo = { from: new Date('2023-05-23T00:00:00Z'), to: new Date('2024-05-23T00:00:00Z') };
  const searches: Readonly<Record<string, { readonly who: Person; readonly wish: () => FindWish }>> = {
    'the gastroscopy of three years ago': { who: alvin, wish: () => ({ words: '胃鏡', ...threeYearsAgo }) },
    'OGD of one patient': { who: alvin, wish: () => ({ words: 'OGD', patient: somebody() }) },
    'a rare word': { who: alvin, wish: () => ({ words: String(100_000 + Math.floor(random() * 900_000)) }) },
    'a common word': { who: alvin, wish: () => ({ words: 'creatinine' }) },
    'two common words': { who: alvin, wish: () => ({ words: 'chest pain exertion' }) },
    'Chinese words': { who: alvin, wish: () => ({ words: '咳嗽' }) },
    'a brand by its ingredient': { who: alvin, wish: () => ({ words: 'amoxicillin' }) },
    'words of an imaging study of one year': {
      who: alvin,
      wish: () => ({ words: 'nodule', kinds: ['imaging'], ...threeYearsAgo }),
    },
    'everything of one patient': { who: alvin, wish: () => ({ words: '', patient: somebody() }) },
    'the clinic, among what is shared with it': { who: cheung, wish: () => ({ words: 'gastroscopy' }) },
    nothing: { who: cheung, wish: () => ({ words: 'zebra' }) },
  };
  const search = find({ clock, house: aHouse(), policy: thePolicy, lexicon: theNaming.lexicon });
  const taken = new Map(Object.keys(searches).map((name) => [name, [] as number[]]));
  const found = new Map<string, number>();
  // All of them in turns; the first rounds warm caches and code, as a service that runs has them.
  for (let round = -warming; round < rounds; round += 1)
    for (const [name, { who, wish }] of Object.entries(searches)) {
      const asked = wish();
      const began = performance.now();
      const answer = await store.ledger.write((page) => search(page, who, asked));
      if (round >= 0) taken.get(name)?.push(performance.now() - began);
      found.set(name, answer.patients.flatMap((one) => one.documents).length);
    }
  const results: Record<string, unknown> = {};
  let isGood = true;
  for (const [name, times] of taken) {
    times.sort((one, other) => one - other);
    results[name] = { ...summary(times), found: found.get(name) };
    if ((times[Math.floor(times.length * 0.95)] ?? 0) > 50) isGood = false;
    if (name === 'the gastroscopy of three years ago' && found.get(name) === 0) isGood = false;
  }
  const { rows } = await store.pool.query<{ total: string; words: string }>(
    "select pg_total_relation_size('archive_words') + pg_total_relation_size('archive_entries') as total, pg_relation_size('archive_words_terms') as words",
  );
  process.stdout.write(
    `${JSON.stringify({
      bench: 'archive',
      documents,
      patients,
      filledMs,
      megabytes: { archive: megabytes(rows[0]?.total), fingerprintIndex: megabytes(rows[0]?.words) },
      searches: results,
    })}\n`,
  );
  process.exitCode = isGood ? 0 : 1;
} finally {
  await store.close();
  place.remove();
}

function megabytes(bytes: string | undefined): number {
  return Math.round(Number(bytes ?? 0) / 2 ** 20);
}

function summary(sorted: readonly number[]) {
  const at = (part: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
