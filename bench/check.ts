import { parseArgs } from 'node:util';
import { loadKnowledge } from '#config/knowledge.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { checkSafety } from '#src/domain/safety/check.ts';
import { compileSafety } from '#src/domain/safety/compile.ts';
import { readCase } from '#src/domain/safety/read-case.ts';
import { corpus } from '#test/unit/safety/corpus.ts';
import { linearScan } from './parts/linear-scan.ts';

/**
 * The safety net, measured: `node bench/check.ts [--rounds 300]`. Full check of 40 medicines, 10 allergies, 200 results, read and checked, and beside it, in turns,
 * a plain linear scan of the same pair rules; the time to load the knowledge; alerts per 100 made-up referrals; precision on the labelled corpus.
 * Prints one JSON object; exit 1 when p99 is 5 ms or more, or loading takes 300 ms or more.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '300' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 10 || rounds > 100_000) {
  process.stderr.write('--rounds takes 10 to 100000\n');
  process.exit(2);
}

const began = performance.now();
const knowledge = loadKnowledge();
const tables = loadSafetyTables(knowledge);
const safety = compileSafety(knowledge, tables);
const loadMs = performance.now() - began;

const now = new Date('2026-11-23T00:00:00Z');
const dice = fromSeed(20_261_123);
const drugs = knowledge.drugs.filter((drug) => drug.ingredients.length === 1).map((drug) => drug.name);
const tests = knowledge.tests.filter((test) => test.unit !== undefined);

const large = () => ({
  medications: Array.from({ length: 40 }, () => `${pick(drugs)} ${1 + Math.floor(dice() * 500)} mg bd`),
  allergies: Array.from({ length: 10 }, () => pick(drugs)),
  problems: ['asthma', 'heart failure', 'peptic ulcer', 'CKD stage 4', 'G6PD deficiency'],
  results: Array.from({ length: 200 }, (_each, at) => {
    const test = pick(tests);
    return {
      test: test.name,
      value: Math.round(dice() * 1000) / 10,
      unit: test.unit,
      at: new Date(now.getTime() - at * 7_200_000).toISOString(),
    };
  }),
  age: 70,
  sex: 'female',
  egfr: 28,
});

const whole: number[] = [];
const checked: number[] = [];
const scanned: number[] = [];
for (let round = -50; round < rounds; round += 1) {
  const given = large();
  const from = performance.now();
  const facts = readCase(safety, given, now);
  const read = performance.now();
  checkSafety(safety, facts);
  const done = performance.now();
  linearScan(tables.interactions, facts);
  const end = performance.now();
  if (round < 0) continue;
  whole.push(done - from);
  checked.push(done - read);
  scanned.push(end - done);
}

/** What a clinic sends: three to nine common medicines, one patient in five with an allergy. */
const common =
  'aspirin 80 mg,amlodipine 5 mg,metformin 500 mg bd,atorvastatin 20 mg,losartan 50 mg,metoprolol 25 mg bd,gliclazide 80 mg,pantoprazole 40 mg,paracetamol 500 mg,furosemide 40 mg,bisoprolol 2.5 mg,clopidogrel 75 mg,simvastatin 20 mg,lisinopril 10 mg,warfarin 3 mg,apixaban 5 mg bd,allopurinol 100 mg,levothyroxine 50 mcg,salbutamol inhaler,sitagliptin 100 mg,insulin glargine 20 units,sertraline 50 mg,zopiclone 7.5 mg,amoxicillin 500 mg,Augmentin 1 g,ibuprofen 400 mg,diclofenac 50 mg,prednisolone 10 mg,tramadol 50 mg,nifedipine 30 mg,famotidine 20 mg,loratadine 10 mg,chlorphenamine 4 mg,lactulose,tamsulosin 0.4 mg,digoxin 62.5 mcg,spironolactone 25 mg,gabapentin 300 mg,clarithromycin 500 mg,calcium carbonate'.split(
    ',',
  );
const referrals = 2_000;
const tiers = { stop: 0, caution: 0, note: 0 };
const referralsFrom = performance.now();
for (let each = 0; each < referrals; each += 1) {
  const medications = new Set(
    Array.from(
      { length: 3 + Math.floor(dice() * 7) },
      () => common[Math.floor(dice() * dice() * common.length)] ?? 'aspirin',
    ),
  );
  const allergies = dice() < 0.2 ? [pick(['penicillin', 'sulfa', 'aspirin', 'NSAID', 'contrast'])] : ['NKDA'];
  const { alerts } = checkSafety(
    safety,
    readCase(
      safety,
      {
        medications: [...medications],
        allergies,
        age: 40 + Math.floor(dice() * 50),
        egfr: 30 + Math.floor(dice() * 70),
      },
      now,
    ),
  );
  for (const alert of alerts) tiers[alert.tier] += 1;
}
const perSecond = Math.round(referrals / ((performance.now() - referralsFrom) / 1000));

let right = 0;
let said = 0;
let wanted = 0;
for (const labelled of corpus) {
  const { alerts } = checkSafety(
    safety,
    readCase(safety, { medications: labelled.meds === '' ? [] : labelled.meds, ...labelled.with }, now),
  );
  for (const tier of ['stop', 'caution'] as const) {
    const expected = labelled[tier] ?? [];
    const found = alerts.filter((alert) => alert.tier === tier).map((alert) => alert.subjects.join('+'));
    right += found.filter((subjects) => expected.includes(subjects)).length;
    said += found.length;
    wanted += expected.length;
  }
}

const p = (times: readonly number[], part: number): number =>
  rounded(
    times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0,
  );
const per100 = (count: number): number => rounded((100 * count) / referrals);
const report = {
  rounds,
  loadMs: rounded(loadMs),
  readAndCheckMs: { p50: p(whole, 0.5), p99: p(whole, 0.99) },
  checkMs: { p50: p(checked, 0.5), p99: p(checked, 0.99) },
  linearScanMs: { p50: p(scanned, 0.5), p99: p(scanned, 0.99) },
  timesFasterThanScan: rounded(p(scanned, 0.5) / p(checked, 0.5)),
  pairs: safety.pairs.size,
  alertsPer100Referrals: { stop: per100(tiers.stop), caution: per100(tiers.caution), note: per100(tiers.note) },
  referralsPerSecond: perSecond,
  corpus: { cases: corpus.length, precision: rounded(right / said), recall: rounded(right / wanted) },
  targets: { p99Ms: 5, loadMs: 300 },
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = report.readAndCheckMs.p99 < 5 && report.loadMs < 300 ? 0 : 1;

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function pick<Each>(all: readonly Each[]): Each {
  const one = all[Math.floor(dice() * all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** The same numbers in every run, so that runs can be compared. */
function fromSeed(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
