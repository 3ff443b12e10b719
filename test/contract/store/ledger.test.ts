import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { move } from '#src/domain/referral/moves.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import { alvin, cheung, shared, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, awaiting, later, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

let count = 0;
const fresh = () => {
  count += 1;
  const letters = `${String.fromCharCode(65 + Math.floor(count / 26))}${String.fromCharCode(65 + (count % 26))}`;
  return aReferral({
    id: id<ReferralId>(`ref-${count}`),
    code: `B${letters}-42Q`,
    patient: id<PatientId>(`patient-${count}`),
  });
};
const kept = async (
  referral = fresh(),
  content = aContent({ identity: { ...aContent().identity, hkid: undefined as never } }),
) => {
  await store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, content.identity);
    await page.referrals.add(referral, content, { at: later(15), rung: 0 }, 'shared:group');
    await page.referrals.settlePlace(referral.id);
  });
  return referral;
};

test('a referral comes back as it was kept, with what it says and its deadline', async () => {
  const referral = await kept();
  const found = await store.ledger.read(async (page) => ({
    row: await page.referrals.get(referral.id),
    content: await page.referrals.content(referral),
  }));
  expect(found.row).toEqual({ referral, due: { at: later(15), rung: 0 } });
  expect(found.content.reason).toBe('Chest pain for two hours');
});

test('many are read in one question, each as it is read alone; one that is not there is left out', async () => {
  const [one, other] = [await kept(), await kept()];
  const found = await store.ledger.read((page) =>
    page.referrals.several([other.id, one.id, id<ReferralId>('ref-nowhere')]),
  );
  expect([...found.keys()].sort()).toEqual([one.id, other.id].sort());
  for (const { id: which } of [one, other])
    expect(found.get(which)).toEqual(
      await store.ledger.read(async (page) => {
        const row = await page.referrals.get(which);
        return row && { ...row, content: await page.referrals.content(row.referral) };
      }),
    );
});

test('a page that fails at its end leaves nothing: no state, no happening, no errand', async () => {
  const referral = await kept();
  const happenings = async () => (await store.pool.query('select count(*)::int as n from happenings')).rows[0].n;
  const errands = async () => (await store.pool.query('select count(*)::int as n from errands')).rows[0].n;
  const before = [await happenings(), await errands()];
  const failing = store.ledger.write(async (page) => {
    await page.referrals.keep(
      move(referral, { do: 'ask-sign-off', asked: alvin.id, contentHash: 'h' }, noon),
      undefined,
    );
    await page.happened({
      what: 'draft-started',
      contentVersion: 1,
      at: noon,
      by: { person: alvin.id },
      institution: tmh,
    });
    await page.send({ do: 'start-approval', referral: referral.id, contentVersion: 1 });
    throw new Error('the power goes');
  });
  await expect(failing).rejects.toThrow('the power goes');
  expect([await happenings(), await errands()]).toEqual(before);
  expect((await store.ledger.read((page) => page.referrals.get(referral.id)))?.referral.standing.state).toBe('draft');
});

test('of two who act at once, the second is told and nothing of the first is lost', async () => {
  const referral = await kept();
  const first = move(referral, { do: 'ask-sign-off', asked: alvin.id, contentHash: 'h' }, noon);
  await store.ledger.write((page) => page.referrals.keep(first, undefined));
  const second = move(referral, { do: 'cancel', by: alvin.id, because: 'withdrawn', words: 'x' }, noon);
  await expect(store.ledger.write((page) => page.referrals.keep(second, undefined))).rejects.toMatchObject({
    code: 'referral.changed-meanwhile',
  });
  expect((await store.ledger.read((page) => page.referrals.get(referral.id)))?.referral.standing.state).toBe(
    'awaiting-sign-off',
  );
});

test('thirty-two writers on two chains make chains without a gap or a fork', async () => {
  await Promise.all(
    Array.from({ length: 32 }, (_one, index) =>
      store.ledger.write((page) =>
        page.happened({
          what: 'record-searched',
          at: later(index),
          by: { person: cheung.id },
          institution: index % 2 ? tmh : twc,
        }),
      ),
    ),
  );
  for (const chain of [tmh, twc]) {
    const { rows } = await store.pool.query(
      'select seq, body, prev, hash from happenings where chain = $1 order by seq',
      [chain],
    );
    let link: Uint8Array = firstPrev;
    rows.forEach((row, index) => {
      expect(Number(row.seq)).toBe(index + 1);
      expect(Buffer.from(row.prev).equals(link)).toBe(true);
      link = linkHash(link, index + 1, row.body);
      expect(Buffer.from(row.hash).equals(link)).toBe(true);
    });
  }
});

describe('patients', () => {
  test('are found by identifier and by part of a name in either script, and by nothing else', async () => {
    const which = id<PatientId>('patient-wong');
    await store.ledger.write((page) =>
      page.patients.add(which, { hkid: 'K1234560', hkidValid: true, nameEn: 'WONG Tai Man', nameZh: '黃大文𡃁' }),
    );
    const found = await store.ledger.read(async (page) => [
      await page.patients.byHkid('K1234560'),
      await page.patients.byName('大文', 5),
      await page.patients.byName('tai man', 5),
      await page.patients.byName('leung', 5),
      await page.patients.byName('文𡃁', 5),
    ]);
    expect(found).toEqual([which, [which], [which], [], [which]]);
  });

  test('a stand-in that turns out to be known moves over with its keys and files', async () => {
    const known = id<PatientId>('patient-known');
    await store.ledger.write((page) => page.patients.add(known, { hkid: 'A1234563', hkidValid: true }));
    const referral = await kept();
    await store.ledger.write((page) => page.patients.merge(referral.patient, known));
    const moved = await store.ledger.read((page) => page.referrals.get(referral.id));
    expect(moved?.referral.patient).toBe(known);
    const content = await store.ledger.read((page) => page.referrals.content({ ...referral, patient: known }));
    expect(content.reason).toBe('Chest pain for two hours');
  });
});

test('nobody who opens the database reads a word of a patient', async () => {
  const mark = 'PLANTEDMARK陳大文7731';
  const content = aContent({
    identity: { nameEn: mark, nameZh: mark, phone: mark },
    reason: mark,
    notes: [{ id: 'n', text: mark, by: 'alvin', at: noon.toISOString() }],
  });
  const referral = await kept(fresh(), content);
  await store.ledger.write(async (page) => {
    await page.referrals.keep(
      move({ ...referral, standing: awaiting }, { do: 'refuse-sign-off', by: alvin.id, reason: mark }, noon),
      undefined,
    );
    await page.uploads.add({
      id: id('up-1'),
      referral: referral.id,
      patient: referral.patient,
      by: alvin.id,
      state: 'expected',
      origin: { way: 'message', tenant: shared, downloadCode: mark, message: 'm' },
      name: `${mark}.pdf`,
      at: noon,
    });
    await page.send({ do: 'say', place: { tenant: shared, in: 'chat', user: id('u-alvin') }, words: [{ key: mark }] });
    await page.confirmations.ask(alvin.id, 'place', { text: mark }, later(10));
  });
  await store.inbox.keep({ tenant: shared, key: 'k-mark', kind: 'robot', topic: 't', data: mark, at: noon });
  const { rows: tables } = await store.pool.query(
    "select table_name from information_schema.tables where table_schema = 'public'",
  );
  for (const { table_name } of tables) {
    const { rows } = await store.pool.query(
      `select count(*)::int as n from ${table_name} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
      [mark, Buffer.from(mark).toString('hex')],
    );
    expect(rows[0].n, table_name).toBe(0);
  }
});
