import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { makeApp } from '#src/http/app.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { SetClock } from '#test/builders/a-store.ts';
import { silent } from '#test/builders/silent.ts';
import { launchBrowser } from '../test/e2e/browser.ts';
import { memoryOf } from './parts/image-memory.ts';
import { figures } from './parts/lines.ts';
import { aDataFolder } from './parts/service.ts';

/**
 * The image room on a phone behind a 4G line: from the tap until the first CT slice is seen, and until it is drawn by the decoder itself; scrolling through
 * sixty slices; memory of the page along a study of `--slices`, as the browser and as the viewer counts it (`--tries 0`: only that). Slices are 512 by 512 with noise, as a scanner makes, so that they squeeze no better than
 * real ones. The line: `--mbit` down with `--rtt` ms there and back (CDP's network model). `node bench/images.ts [--tries 5] [--slices 1000]`. One JSON object.
 */
const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '5' },
    slices: { type: 'string', default: '1000' },
    mbit: { type: 'string', default: '9' },
    rtt: { type: 'string', default: '170' },
  },
});
const [tries, many, mbit, rtt] = [values.tries, values.slices, values.mbit, values.rtt].map(Number);
if (tries === undefined || !(tries >= 0) || !many || !mbit || !rtt || tries > 100 || many < 100 || many > 3_000) {
  process.stderr.write('--tries, --slices (100 to 3000), --mbit and --rtt take positive numbers\n');
  process.exit(2);
}
const megabyte = 1024 * 1024;
const place = aDataFolder('images');
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

try {
  const short = await aStudy('short', 60);
  const long = await aStudy('long', many);
  const seen: number[] = [];
  const drawn: number[] = [];
  let scrolled: Awaited<ReturnType<typeof scrollThrough>> | undefined;
  let again: typeof scrolled;
  for (let n = 0; n < tries; n += 1) {
    const { page, line, close } = await aPhone();
    await page.goto(`${url}/app/r/${short}`);
    await page.getByRole('link', { name: 'Look at the images' }).first().waitFor();
    // As somebody who reads the referral first; the small scripts of the other screens come meanwhile.
    await page.waitForTimeout(4_000);
    await line.send('Network.clearBrowserCache');
    const from = performance.now();
    await page.getByRole('link', { name: 'Look at the images' }).first().click();
    await page.waitForFunction(
      () =>
        (document.querySelector<HTMLImageElement>('.room__plain')?.naturalWidth ?? 0) > 0 ||
        document.querySelector('.room__overlay') !== null,
      undefined,
      { polling: 20, timeout: 120_000 },
    );
    seen.push(performance.now() - from);
    await page.waitForFunction(() => document.querySelector('.room__overlay') !== null, undefined, {
      polling: 20,
      timeout: 120_000,
    });
    drawn.push(performance.now() - from);
    if (n === tries - 1) {
      scrolled = await scrollThrough(page);
      await page.waitForTimeout(45_000);
      again = await scrollThrough(page);
    }
    await close();
  }
  const phone = await aPhone();
  const memory = await memoryOf({ browser, ...phone }, `${url}/app/r/${long}/images`, many);
  await phone.close();
  process.stdout.write(
    `${JSON.stringify({
      line: { mbit, rtt },
      ...(tries > 0 ? { firstSliceSeenMs: figures(seen), firstSliceDrawnMs: figures(drawn) } : {}),
      scrollAtOnce: scrolled,
      scrollAgain: again,
      slices: many,
      memory,
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

async function aStudy(name: string, count: number): Promise<ReferralId> {
  const referral = aReferral({
    id: id<ReferralId>(`ref-${name}`),
    code: name === 'short' ? 'B7K-42Q' : 'C8L-53R',
    patient: id<PatientId>(`patient-${name}`),
    standing: { state: 'delivered', since: noon },
    signature: aSignature(),
  });
  const { hkid: _own, ...identity } = aContent().identity;
  await store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, identity);
    await page.referrals.add(referral, { ...aContent(), identity }, undefined, undefined);
  });
  for (let index = 0; index < count; index += 1) {
    const file = `${name}-${index}`;
    const bytes = noisy(aCtSlice({ size: 512, index, series: `1.2.826.0.1.3680043.9.${count}` }));
    await store.files.keep(referral.patient, file, Readable.from([Buffer.from(bytes)]), 5 * megabyte);
    await store.ledger.write((page) =>
      page.uploads.add({
        id: id<UploadId>(file),
        referral: referral.id,
        patient: referral.patient,
        by: alvin.id,
        state: 'filed',
        kind: 'dicom',
        origin: { way: 'page', session: 's' },
        name: file,
        at: noon,
      }),
    );
  }
  return referral.id;
}

/** Quantum noise of a scanner, some ±15 Hounsfield units, in the last half megabyte of the file: its pixels. */
function noisy(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let state = 20_261_123;
  for (let at = bytes.length - 512 * 512 * 2; at < bytes.length; at += 2) {
    let sum = 0;
    for (let throws = 0; throws < 3; throws += 1) {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      sum += state / 2 ** 32 - 0.5;
    }
    view.setInt16(at, view.getInt16(at, true) + Math.round(sum * 30), true);
  }
  return bytes;
}

async function aPhone(): Promise<{ page: Page; line: CDPSession; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-HK',
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  });
  await context.request.post(`${url}/api/session`, {
    data: { way: 'dingtalk', corpId: 'corp', code: alvin.dingtalk[0]?.user },
  });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  const perSecond = ((mbit ?? 9) * 1_000_000) / 8;
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: rtt ?? 170,
    downloadThroughput: perSecond,
    uploadThroughput: perSecond / 2,
  });
  return { page, line, close: () => context.close() };
}

/** Sixty slices at ten a second from the first to the last. A frame is blank when the picture has one grey only; late when another slice than the one asked for stands there. */
async function scrollThrough(page: Page): Promise<{ frames: number; blank: number; late: number }> {
  const slider = page.getByRole('slider', { name: 'Slice' });
  await slider.fill('0');
  await page.waitForTimeout(1_500);
  const found = { frames: 0, blank: 0, late: 0 };
  for (let index = 0; index < 60; index += 1) {
    await slider.fill(String(index));
    await page.waitForTimeout(100);
    const { isBlank, isLate } = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.room__canvas canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const greys = new Set<number>();
      for (let at = 0; data && at < data.length; at += 4 * 997) greys.add(data[at] ?? 0);
      const plain = document.querySelector<HTMLImageElement>('.room__plain');
      return {
        isBlank: greys.size < 3 && !(plain && plain.naturalWidth > 0),
        isLate: document.querySelector('.room__picture')?.getAttribute('data-late') === 'true',
      };
    });
    found.frames += 1;
    if (isBlank) found.blank += 1;
    if (isLate) found.late += 1;
  }
  return found;
}
