import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daySteps } from '#src/cli/demo-day.ts';
import { DemoPlay } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { tellUpdate } from '#src/usecases/memo/tell-update.ts';
import { silent } from '#test/builders/silent.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-memo-'));
let baton: Baton;
let play: DemoPlay;

beforeAll(async () => {
  chmodSync(dir, 0o711);
  baton = await startBaton({
    configDir: join(import.meta.dirname, '../../config'),
    env: { ...process.env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined },
    log: silent,
    dataDir: dir,
    port: 0,
    simulatorPort: 0,
    pretend: true,
  });
  play = new DemoPlay(baton, demoSamples());
  for (const { name, run } of daySteps) {
    await run(play);
    if (name === '6 Delivery') break;
  }
}, 120_000);
afterAll(async () => {
  await baton?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 120_000);

const update = (kind: 'change' | 'correction', words: string) => {
  const lam = baton.house.people.find(({ dingtalk }) => dingtalk.some(({ user }) => user === 'u-lam'));
  if (!lam) throw new Error('Dr Lam is not among the cast');
  return baton.world.ledger.write((page) =>
    tellUpdate({ ...baton.world, naming: theNaming })(page, id<ReferralId>(play.referral), lam, { kind, words }),
  );
};
/** Patient: a machine that runs everything at once may take its time. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 75));
  }
  throw new Error(`waited in vain for ${what}`);
}
const heard = (user: string, words: string) =>
  until(`${user} to hear "${words}"`, async () =>
    (await play.messages(user, play.chatOf(user))).find(
      ({ text = '' }) => text.includes(play.code) && text.includes(words),
    ),
  );
/** How often the errand that looks for changes has been done. */
const looked = async () =>
  (
    await baton.store.pool.query<{ n: number }>(
      "select count(*)::int as n from errands where deed = 'tell-changes' and ended_at is not null",
    )
  ).rows[0]?.n ?? 0;

test("the specialist stops a medicine: the family doctor's phone knows, and no word of the patient is on it", async () => {
  await update('change', 'Stop warfarin. Start apixaban 5 mg bd.');

  const [family, author] = [
    await heard('u-cheung', 'medicines were changed'),
    await heard('u-alvin', 'medicines were changed'),
  ];
  for (const said of [family, author])
    expect(`${said.text} ${said.pushText}`).not.toMatch(/warfarin|apixaban|Siu Ming|陳|A123456/i);
  const own = await play.messages('u-lam', play.chatOf('u-lam'));
  expect(own.some(({ text = '' }) => text.includes('medicines were changed'))).toBe(false);
  const trail = await baton.store.ledger.read((page) => page.trail.of(id<ReferralId>(play.referral)));
  expect(trail.filter(({ what }) => what === 'memo-sent').map((one) => one.what === 'memo-sent' && one.level)).toEqual([
    'stop',
    'stop',
  ]);
}, 90_000);

test('a correction reaches everybody who saw what was wrong', async () => {
  await update('correction', 'Correction: allergic to cefuroxime (anaphylaxis).');

  await heard('u-cheung', 'put right');
  await heard('u-alvin', 'put right');
}, 90_000);

test('words that change nothing tell nobody', async () => {
  const before = await baton.store.ledger.read((page) => page.trail.of(id<ReferralId>(play.referral)));
  const done = await looked();
  await update('change', 'Looks well today.');
  await until('its errand to be done', async () => ((await looked()) > done ? true : undefined));

  const after = await baton.store.ledger.read((page) => page.trail.of(id<ReferralId>(play.referral)));
  const memos = (trail: typeof before) => trail.filter(({ what }) => what === 'memo-sent').length;
  expect(memos(after)).toBe(memos(before));
}, 90_000);
