import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { previewOf } from '#src/adapters/intake/dicom/preview.ts';
import { dicomReaders, seriesOf } from '#src/adapters/intake/dicom/readers.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aCtSlice } from '#test/builders/a-dicom.ts';
import { silent } from '#test/builders/silent.ts';
import { KeyRowsInMemory } from '#test/fakes/key-rows-in-memory.ts';

/**
 * A CT of `--slices` slices of 512 by 512 taken in: kept sealed, read, previewed, the preview kept sealed too; then the series put in order. Beside it
 * Orthanc, when it is installed: each slice posted, then its preview fetched. Both two at a time, in turns, `--rounds` times. One JSON object.
 */
const { values } = parseArgs({
  options: { slices: { type: 'string', default: '200' }, rounds: { type: 'string', default: '3' } },
});
const [count, rounds] = [Number(values.slices), Number(values.rounds)];
if (!(count > 0 && count <= 2000 && rounds > 0 && rounds <= 20)) {
  process.stderr.write('--slices and --rounds take positive numbers\n');
  process.exit(2);
}

const slices = Array.from({ length: count }, (_each, index) =>
  aCtSlice({ z: index * 1.25, number: index + 1, size: 512 }),
);
const folder = mkdtempSync(join(tmpdir(), 'baton-ct-'));

/** Gives slices per second. */
async function timed(one: (slice: Buffer, index: number) => Promise<void>): Promise<number> {
  const from = performance.now();
  let next = 0;
  const hand = async () => {
    for (let index = next++; index < slices.length; index = next++) await one(slices[index] ?? Buffer.alloc(0), index);
  };
  await Promise.all([hand(), hand()]);
  return (slices.length * 1000) / (performance.now() - from);
}

async function baton(round: number): Promise<number> {
  const noStore = (): never => {
    throw new Error('this bench has no store');
  };
  const dataDir = join(folder, `baton-${round}`);
  const vault = openVault({ dataDir, env: {}, pool: noStore, log: silent, rows: new KeyRowsInMemory() });
  await vault.ready();
  const chan = id<PatientId>('patient-chan');
  const [reader] = dicomReaders();
  const most = 64 * 1024 * 1024;
  const readings: Parameters<typeof seriesOf>[0][number][] = [];
  const rate = await timed(async (slice, index) => {
    await vault.files.keep(chan, `slice-${index}`, Readable.from([slice]), most);
    const name = `${index}.dcm`;
    const reading = await reader?.read({ name, bytes: slice, kind: 'dicom' }, usualLimits);
    if (reading !== undefined) readings.push({ file: name, reading });
    await vault.files.keep(chan, `preview-${index}`, Readable.from([await previewOf(slice)]), most);
  });
  const [series] = seriesOf(readings);
  if (series?.slices !== count) throw new Error('the series is not whole');
  return rate;
}

type Orthanc = { readonly rate: (round: number) => Promise<number>; readonly end: () => void };

async function orthanc(): Promise<Orthanc | undefined> {
  try {
    execFileSync('Orthanc', ['--version'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('Orthanc is not installed here: that half is skipped\n');
    return undefined;
  }
  const port = await freePort();
  const settings = {
    HttpPort: port,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomServerEnabled: false,
    StorageDirectory: join(folder, 'orthanc'),
    IndexDirectory: join(folder, 'orthanc'),
    // Plugins of the packaging that are not part of the comparison.
    Plugins: [],
    OverwriteInstances: true,
  };
  writeFileSync(join(folder, 'orthanc.json'), JSON.stringify(settings));
  const child = spawn('Orthanc', [join(folder, 'orthanc.json')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`${url}/system`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    await pause(100);
  }
  const rate = () =>
    timed(async (slice) => {
      const answer = await fetch(`${url}/instances`, { method: 'POST', body: new Uint8Array(slice) });
      const { ID } = (await answer.json()) as { ID: string };
      const preview = await fetch(`${url}/instances/${ID}/preview`);
      if (!preview.ok) throw new Error(`preview: ${preview.status}`);
      await preview.arrayBuffer();
    });
  return { rate, end: () => child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const middle = (rates: readonly number[]): number =>
  Math.round((rates.toSorted((one, other) => one - other)[Math.floor(rates.length / 2)] ?? 0) * 10) / 10;

const other = await orthanc();
const [ours, theirs]: [number[], number[]] = [[], []];
try {
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await baton(round));
    if (other !== undefined) theirs.push(await other.rate(round));
  }
} finally {
  other?.end();
  rmSync(folder, { recursive: true, force: true });
}
const result = {
  slices: count,
  rounds,
  baton: { slicesPerSecond: middle(ours), sealed: true },
  ...(other === undefined
    ? {}
    : {
        orthanc: { slicesPerSecond: middle(theirs), sealed: false },
        ratio: Math.round((middle(ours) / middle(theirs)) * 100) / 100,
      }),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
