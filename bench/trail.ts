import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import { aTrail } from '#test/builders/a-trail.ts';

/**
 * How long it takes to build, write and verify an exported trail: `node bench/trail.ts [--entries 1000000] [--chains 4]`. Prints one JSON object.
 * Exit 1 when it does not verify, or one changed entry is not found where it is.
 */
const { values } = parseArgs({
  options: { entries: { type: 'string', default: '1000000' }, chains: { type: 'string', default: '4' } },
});
const entries = Number(values.entries);
const chains = Number(values.chains);
if (!Number.isInteger(entries) || !Number.isInteger(chains) || chains < 1 || entries < chains || entries > 20_000_000) {
  process.stderr.write('--entries takes 1 to 20000000, --chains not more than the entries\n');
  process.exit(2);
}

/** The words of a real happening, more or less: what a look at a record leaves behind. */
const body = (chain: string, seq: number): string =>
  `{"at":"2026-11-23T04:00:00.000Z","by":{"person":"alvin"},"ground":"treating","institution":"${chain}","patient":"patient-${seq % 9_973}","referral":"ref-${seq}","what":"record-opened"}`;
const size = (chain: number): number => Math.floor(entries / chains) + (chain < entries % chains ? 1 : 0);
const sizes = Object.fromEntries(Array.from({ length: chains }, (_one, chain) => [`chain-${chain}`, size(chain)]));

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < 500) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly ms: number; readonly result: Result }> {
  const from = performance.now();
  const result = await work();
  return { ms: Math.round(performance.now() - from), result };
}

const dir = mkdtempSync(join(tmpdir(), 'baton-bench-trail-'));
try {
  const file = join(dir, 'trail.jsonl');
  const write = (one: Iterable<string>) => pipeline(Readable.from(inPieces(one)), createWriteStream(file));
  // Without an encoding the stream gives bytes.
  const verify = () => verifyTrail(createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>);

  const built = await timed(() => write(aTrail(sizes, { every: 1_000, body })));
  const bytes = statSync(file).size;
  const whole = await timed(verify);
  const rss = process.memoryUsage().rss;

  // The last but one entry of the last chain, so that nearly all is read before it is found.
  const spoiled = { chain: `chain-${chains - 1}`, seq: Math.max(1, size(chains - 1) - 1) };
  const mark = `"referral\\":\\"ref-${spoiled.seq}\\"`;
  const spoil = (line: string): string =>
    line.includes(`"chain":"${spoiled.chain}","seq":${spoiled.seq},`)
      ? line.replace(mark, mark.replace('ref', 'fer'))
      : line;
  await write(aTrail(sizes, { every: 1_000, body }).map(spoil));
  const broken = await timed(verify);

  const found = broken.result.firstBad;
  const ok = whole.result.ok && found?.chain === spoiled.chain && found.seq === spoiled.seq;
  process.stdout.write(
    `${JSON.stringify({
      bench: 'trail',
      ok,
      entries: whole.result.entries,
      chains,
      checkpoints: whole.result.checkpoints,
      bytes,
      buildMs: built.ms,
      verifyMs: whole.ms,
      entriesPerSecond: Math.round(entries / (whole.ms / 1_000)),
      findMs: broken.ms,
      rssMiB: Math.round(rss / 1_048_576),
    })}\n`,
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
