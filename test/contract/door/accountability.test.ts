import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { runVerify } from '#src/cli/verify.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { Sheet } from '#src/domain/trail/accountability.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { verifySheet } from '#src/domain/trail/verify-sheet.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, later, noon } from '#test/builders/a-referral.ts';

const auditor = aPerson('audit', tmh, ['auditor']);
const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['consultant']);
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({}, aHouse({ people: [...aHouse().people, auditor, elsewhere] }));
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
  });
  const about = { referral: sent.id, patient: sent.patient, at: later(1) };
  const tell = (happening: object) =>
    door.store.ledger.write((page) => page.happened({ ...about, ...happening } as Parameters<typeof page.happened>[0]));
  await tell({
    what: 'record-searched',
    by: { person: alvin.id },
    institution: tmh,
    referral: id<ReferralId>('another'),
  });
  await tell({ what: 'moved', from: 'sent', to: 'delivered', by: { baton: 'delivery' }, institution: tmh });
  await tell({
    what: 'told',
    whom: 'u-cheung',
    how: 'card',
    about: sent.code,
    by: { baton: 'delivery' },
    institution: tmh,
  });
  await checkpointsOn({ ...door.store }).makeAll();
  await tell({ what: 'seen', how: 'record', by: { person: cheung.id }, institution: twc, ground: 'consented' });
  await tell({
    what: 'moved',
    from: 'opened',
    to: 'accepted',
    by: { person: cheung.id },
    institution: tmh,
    ground: 'consented',
  });
  await tell({ what: 'refused', deed: 'open', code: 'consent.scope', by: { person: cheung.id }, institution: tmh });
});
afterEach(() => door.close());

const path = `/api/referrals/${sent.id}/accountability`;
const sheetFor = async (person: typeof alvin): Promise<string> => {
  const answer = await (await door.as(person)).get(path);
  expect(answer.status).toBe(200);
  return answer.text();
};
const bad = (text: string) => verifySheet(text).firstBad;

test('the sheet says who was told, saw, answered and was refused, and verifies from its file alone', async () => {
  const text = await sheetFor(kwan);
  const sheet = JSON.parse(text) as Sheet;
  expect(sheet.lines.map(({ part, who }) => `${part} ${who}`)).toEqual([
    'done baton delivery',
    'told baton delivery',
    'answered cheung',
    'refused cheung',
    'seen cheung',
  ]);
  expect(sheet.names['cheung']).toEqual(cheung.name);
  expect(text).not.toContain('CHAN');
  const file = join(door.store.dataDir, 'sheet.json');
  writeFileSync(file, text);
  expect(await runVerify([file, '--json'])).toMatchObject({ exit: 0, out: { ok: true, entries: 5, chains: 2 } });
  expect(sheet.chains.find(({ checkpoint }) => checkpoint.chain === tmh)?.earlier).toHaveLength(1);
});

test('author, privacy officer and auditor may take it; who has no part finds nothing; taking it is in the trail', async () => {
  for (const person of [alvin, kwan, auditor, cheung])
    expect((await (await door.as(person)).get(path)).status).toBe(200);
  expect((await (await door.as(elsewhere)).get(path)).status).toBe(404);
  const trail = await door.store.ledger.read((page) => page.trail.of(sent.id));
  expect(trail.filter(({ what }) => what === 'exported')).toHaveLength(4);
});

test('any byte of the file changed is found', async () => {
  const text = await sheetFor(lam);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 41) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    expect(verifySheet(changed.toString('utf8')).ok, `byte ${at}`).toBe(false);
  }
});

test('a line made up, an entry left out or changed, a fork and an older copy are named', async () => {
  const text = await sheetFor(lam);
  const sheet = JSON.parse(text) as Sheet;
  const again = (changed: object) => `${canonical({ ...sheet, ...changed })}\n`;
  expect(bad(again({ lines: sheet.lines.slice(1) }))?.why).toContain('lines');
  expect(
    bad(
      again({
        entries: sheet.entries.slice(1),
        lines: sheet.lines.filter((one) => one.seq !== sheet.entries[0]?.seq || one.chain !== sheet.entries[0]?.chain),
      }),
    )?.why,
  ).toContain('signed');
  const [first, ...rest] = sheet.entries;
  if (!first) throw new Error('no entry');
  expect(
    bad(again({ entries: [{ ...first, body: first.body.replace('delivered', 'declined') }, ...rest] })),
  ).toMatchObject({
    chain: first.chain,
    seq: first.seq,
  });
  const top = sheet.chains.find(({ checkpoint }) => checkpoint.chain === tmh)?.checkpoint;
  if (!top) throw new Error('no checkpoint');
  expect(verifySheet(text, { remembered: [top] }).ok).toBe(true);
  expect(verifySheet(text, { remembered: [{ ...top, root: '00'.repeat(32) }] }).firstBad?.why).toContain(
    'another history',
  );
  expect(verifySheet(text, { remembered: [{ ...top, size: top.size + 1 }] }).firstBad?.why).toContain('older copy');
  expect(verifySheet(text, { trusted: ['another key'] }).ok).toBe(false);
  expect(verifySheet('{"at":1}').ok).toBe(false);
});

test('the page to print is one page, in both languages', async () => {
  const as = await door.as(kwan);
  for (const language of ['en', 'zh-Hant']) {
    const answer = await as.get(`${path}.pdf?language=${language}`);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    if (process.env['BATON_KEEP_PDF']) {
      mkdirSync(process.env['BATON_KEEP_PDF'], { recursive: true });
      writeFileSync(join(process.env['BATON_KEEP_PDF'], `sheet-${language}.pdf`), bytes);
    }
  }
});
