import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoPlay } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import { startBaton } from '#src/start/baton.ts';
import { silent } from '#test/builders/silent.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { builtMiniapp } from '../e2e/built-page.ts';
import { askSignOff, consent, office, receive, safety, sign, upload } from './acts.ts';
import { Camera, type Screen } from './camera.ts';

const root = join(import.meta.dirname, '../..');
const dir = mkdtempSync(join(tmpdir(), 'baton-screens-'));
// As root the database runs as another user, who must be able to walk in.
chmodSync(dir, 0o711);
await builtMiniapp();
const baton = await startBaton({
  configDir: join(root, 'config'),
  env: { ...process.env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined },
  log: silent,
  dataDir: dir,
  port: 0,
  simulatorPort: 0,
  pretend: true,
});
const browser = await launchBrowser();
const play = new DemoPlay(baton, demoSamples());
const camera = new Camera(browser, play, join(root, 'docs/screens'));
const take = async (...screens: readonly Screen[]): Promise<void> => {
  for (const screen of screens) await camera.take(screen);
};
try {
  await take(
    { name: 'work-empty', as: 'alvin', path: '/' },
    { name: 'new', as: 'alvin', path: '/new' },
    { name: 'upload', as: 'alvin', path: '/upload' },
    { name: 'more', as: 'lam', path: '/more' },
    { name: 'settings', as: 'alvin', path: '/settings' },
  );
  await upload(play);
  const referral = `/r/${play.referral}`;
  await take({ name: 'referral-draft', as: 'alvin', path: referral });
  await safety(play);
  await take({ name: 'referral-stop', as: 'alvin', path: referral });
  await consent(play);
  await askSignOff(play);
  await take({ name: 'sign-off', as: 'lam', path: `${referral}/sign` });
  await sign(play);
  await take({ name: 'work', as: 'cheung', path: '/' });
  await receive(play);
  await take(
    { name: 'referral', as: 'cheung', path: referral },
    { name: 'referral-zh', as: 'cheung', path: referral, language: 'zh-Hant' },
    { name: 'record', as: 'cheung', path: `${referral}/record` },
    {
      name: 'images',
      as: 'cheung',
      path: `${referral}/images`,
      ready: (page) => page.waitForTimeout(4_000),
    },
    { name: 'consultation', as: 'cheung', path: '/consultation' },
    { name: 'consultation-thread', as: 'cheung', path: `${referral}/consultation` },
    { name: 'visits', as: 'yip', path: '/visits' },
    { name: 'handover', as: 'cheung', path: '/handover' },
    { name: 'rosters', as: 'yip', path: '/rosters' },
    { name: 'find', as: 'cheung', path: '/find' },
    { name: 'emergency', as: 'cheung', path: '/emergency' },
  );
  await office(play);
  await take(
    { name: 'privacy', as: 'kwan', path: '/privacy' },
    { name: 'reviews', as: 'kwan', path: '/reviews' },
    { name: 'rules', as: 'kwan', path: '/rules' },
    { name: 'figures', as: 'kwan', path: '/figures' },
    { name: 'admin', as: 'kwan', path: '/admin' },
    { name: 'drill', as: 'lam', path: '/drill' },
    { name: 'not-found', as: 'ng', path: '/r/00000000' },
    {
      name: 'offline',
      as: 'cheung',
      path: '/',
      ready: async (page) => {
        await page.context().setOffline(true);
        await page.waitForTimeout(1_500);
      },
    },
    {
      name: 'error',
      as: 'cheung',
      path: '/visits',
      ready: async (page) => {
        await page.route('**/api/visits**', (route) => route.fulfill({ status: 500, json: { code: 'unexpected' } }));
        await page.reload();
        await page.waitForTimeout(2_500);
      },
    },
    {
      name: 'waiting',
      as: 'cheung',
      path: referral,
      ready: async (page) => {
        await page.route(`**/api/referrals/${play.referral}`, () => undefined);
        await page.reload();
        await page.waitForTimeout(1_500);
      },
    },
  );
  camera.index();
} finally {
  await browser.close();
  await baton.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
