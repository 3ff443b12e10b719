import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followers, madeAgain, sealedByReferral } from '#src/adapters/store/pages/parting.ts';
import { followJoin, withOrigin } from '#src/adapters/store/pages/patients.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import { gapsOf } from '#src/domain/referral/gaps.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { HoldId } from '#src/domain/rights/retention.ts';
import { correctDraft } from '#src/usecases/drafting/correct-draft.ts';
import { separatePatient } from '#src/usecases/drafting/join-patients.ts';
import { keepDraft } from '#src/usecases/drafting/keep-draft.ts';
import { resealUpload } from '#src/usecases/errands/reseal-upload.ts';
import { readRecord } from '#src/usecases/looking/read-record.ts';
import { erasePatient } from '#src/usecases/rights/erasing.ts';
import { settleWhoIsWho } from '#src/usecases/rights/who-is-who.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin, kwan, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';
import { theNaming } from '#test/builders/the-naming.ts';

let store: TestStore;
let world: ReturnType<typeof doorParts>['world'];
beforeEach(async () => {
  store = await aStore();
  const house = aHouse();
  const institutions = house.institutions.map((one) => ({ ...one, privacyOfficer: kwan.id }));
  world = doorParts(store, { ...house, institutions }).world;
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const chan = id<PatientId>('patient-chan');
const number = 'A123456(3)';
const other = 'G123456(A)';
const born = (iso: string) => ({ iso, precision: 'day' as const });
const whoChan: Identity = {
  hkid: number,
  hkidValid: true,
  nameEn: 'CHAN Siu Ming',
  birth: born('1967-04-01'),
  sex: 'male',
};

let made = 0;
/** A draft by Dr Ho with a stand-in patient of its own, as it is when it begins. */
async function aDraft(): Promise<Referral> {
  made += 1;
  const referral = aReferral({
    id: id<ReferralId>(`ref-${made}`),
    code: `C${made}K-4${made % 10}Q`,
    patient: id<PatientId>(`stand-in-${made}`),
  });
  await store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, {});
    await page.referrals.add(referral, aContent({ identity: {} }), undefined, undefined);
  });
  return referral;
}

/** What the draft says of who it is about. */
async function say(before: Referral, identity: Identity) {
  return store.ledger.write(async (page) => {
    const row = await page.referrals.hold(before.id);
    if (!row) throw new Error('no draft');
    const content = { ...(await page.referrals.content(row.referral)), identity };
    return keepDraft(
      world,
      page,
      { referral: row.referral, content },
      content,
      { person: alvin.id },
      {},
      (contentVersion) => ({
        what: 'draft-corrected',
        contentVersion,
      }),
    );
  });
}

const known = (patient: PatientId) => store.ledger.read((page) => page.patients.identity(patient));
const trailOf = (referral: ReferralId) => store.ledger.read((page) => page.trail.of(referral));

describe('a number typed into a draft', () => {
  let first: Referral;
  beforeEach(async () => {
    first = (await say(await aDraft(), whoChan)).referral;
  });

  test('joins it to the patient of that number when the date of birth agrees, and the trail says so', async () => {
    const { referral, content } = await say(await aDraft(), {
      hkid: number,
      hkidValid: true,
      birth: born('1967-04-01'),
    });
    expect(referral.patient).toBe(first.patient);
    expect(content.identityClash).toBeUndefined();
    expect((await trailOf(referral.id)).map(({ what }) => what)).toContain('patients-joined');
  });

  test('joins nothing by itself: it waits for a name or a date of birth', async () => {
    const draft = await aDraft();
    const alone = await say(draft, { hkid: number, hkidValid: true });
    expect(alone.referral.patient).toBe(draft.patient);
    expect(alone.content.identityClash).toBeUndefined();
    const named = await say(draft, { hkid: number, hkidValid: true, nameEn: 'Chan Siu Ming' });
    expect(named.referral.patient).toBe(first.patient);
  });

  test('with another date of birth overwrites nobody: the author is asked, the privacy officer told', async () => {
    const draft = await aDraft();
    const said = { ...whoChan, birth: born('1976-04-01') };
    const { referral, content } = await say(draft, said);
    expect(referral.patient).toBe(draft.patient);
    expect(await known(first.patient)).toEqual(whoChan);
    expect(await known(draft.patient)).toEqual(said);
    expect(gapsOf(content).filter(({ why }) => why === 'identity-clash')).toHaveLength(1);
    const open = await store.ledger.read((page) => page.patients.clashes([tmh]));
    expect(open.map(({ referral: which }) => which)).toEqual([draft.id]);
    const told = await store.pool.query("select count(*)::int as n from errands where deed = 'say'");
    expect(told.rows).toEqual([{ n: 1 }]);

    const checked = await store.ledger.write((page) =>
      correctDraft(world)(page, { referral, content }, { by: alvin, field: 'hkid', value: 'checked' }),
    );
    expect(gapsOf(checked.content).filter(({ field }) => field === 'hkid')).toEqual([]);
    expect(checked.referral.patient).toBe(draft.patient);

    const mended = await say(draft, whoChan);
    expect(mended.referral.patient).toBe(first.patient);
    expect(await store.ledger.read((page) => page.patients.clashes([tmh]))).toEqual([]);
  });

  test('does not tell a stranger that somebody is a patient elsewhere', async () => {
    const far = aReferral({
      id: id<ReferralId>('far'),
      code: 'FAR-42Q',
      from: twc,
      to: tmh,
      author: kwan.id,
      patient: id<PatientId>('far'),
    });
    await store.ledger.write(async (page) => {
      await page.patients.add(far.patient, {});
      await page.referrals.add(far, aContent({ identity: {} }), undefined, undefined);
      // Nothing of the patient of that number was ever sent to the clinic, and nothing came from there.
      await store.pool.query("update referrals set to_institution = 'pyn' where id = $1", [first.id]);
    });
    const { content, referral } = await say(far, { ...whoChan, birth: born('1990-01-01') });
    expect(content.identityClash).toBeUndefined();
    expect(referral.patient).toBe(far.patient);
  });

  test('that was wrong and is put right leaves whoever it was tied to as they were', async () => {
    const wrong = await say(await aDraft(), whoChan);
    expect(wrong.referral.patient).toBe(first.patient);
    const right = { hkid: other, hkidValid: true, nameEn: 'WONG Tai Man', birth: born('1950-02-03') };
    const { referral } = await say(wrong.referral, right);
    expect(referral.patient).not.toBe(first.patient);
    expect(await known(first.patient)).toEqual(whoChan);
    expect(await known(referral.patient)).toEqual(right);
    expect(await store.ledger.read((page) => page.patients.byHkid(number))).toBe(first.patient);
    expect(await store.ledger.read((page) => page.patients.byHkid(other))).toBe(referral.patient);
    expect((await trailOf(referral.id)).map(({ what }) => what)).toContain('patients-separated');
  });

  test('keeps every allergy of the two when they are joined, and each its own when they are parted', async () => {
    const allergicTo = async (name: string, identity: Identity) => {
      const { referral } = await say(await aDraft(), identity);
      await store.ledger.write(async (page) => {
        const row = await page.referrals.hold(referral.id);
        if (!row) throw new Error('no draft');
        const finding = { type: 'allergy', name, status: 'present', confidence: 1, source: {} } as const;
        const content = {
          ...(await page.referrals.content(row.referral)),
          findings: [finding],
          allergiesSaid: 'given' as const,
        };
        await page.referrals.keepContent(row.referral, content);
      });
      return referral;
    };
    const allergies = async (referral: Referral) => {
      const { record } = await store.ledger.write((page) =>
        readRecord({ ...world, naming: theNaming })(page, referral.id, alvin, 'en'),
      );
      return record.allergies.map(({ name }) => name.toLowerCase()).sort();
    };
    const one = await allergicTo('penicillin', whoChan);
    const other = await allergicTo('aspirin', { ...whoChan, birth: born('1976-04-01') });
    expect([await allergies(one), await allergies(other)]).toEqual([['penicillin'], ['aspirin']]);
    const settle = (way: 'join' | 'part') =>
      store.ledger.write((page) =>
        settleWhoIsWho(world)(page, kwan, { referral: other.code, do: way, reason: 'Compared with the card' }),
      );
    await settle('join');
    expect([await allergies(one), await allergies(other)]).toEqual([
      ['aspirin', 'penicillin'],
      ['aspirin', 'penicillin'],
    ]);
    await settle('part');
    expect([await allergies(one), await allergies(other)]).toEqual([['penicillin'], ['aspirin']]);
  });

  test('said twice forgets nothing that was known', async () => {
    await say(first, { ...whoChan, nameZh: '陳小明' });
    const { referral } = await say(await aDraft(), { hkid: number, hkidValid: true, nameEn: 'CHAN Siu Ming' });
    await say(referral, { hkid: number, hkidValid: true, nameEn: 'CHAN Siu Ming', phone: '61234567' });
    expect(await known(first.patient)).toEqual({ ...whoChan, nameZh: '陳小明', phone: '61234567' });
  });
});

describe('a referral that hung on the wrong patient', () => {
  const upload = id<UploadId>('upload-1');
  const sound = Buffer.from('voice');
  const away = aReferral({ id: id<ReferralId>('ref-away'), code: 'AWY-42Q', patient: chan });
  const stays = aReferral({
    id: id<ReferralId>('ref-stays'),
    code: 'STY-42Q',
    patient: chan,
    standing: { state: 'closed', since: noon, by: alvin.id, because: 'answer-read' },
  });

  beforeEach(async () => {
    await store.files.keep(chan, upload, Readable.from([Buffer.from('planted')]), 100);
    await store.ledger.write(async (page) => {
      await page.patients.add(chan, whoChan);
      for (const one of [away, stays])
        await page.referrals.add(one, aContent({ reason: one.code }), undefined, undefined);
      await page.referrals.keepContent(away, aContent({ reason: 'now' }));
      await page.uploads.add({
        id: upload,
        referral: away.id,
        patient: chan,
        by: alvin.id,
        state: 'kept',
        origin: { way: 'page', session: 's' },
        name: 'x',
        kind: 'pdf',
        mime: 'application/pdf',
        bytes: 7,
        sha256: 's',
        at: noon,
      });
      await page.readings.keep({
        upload,
        referral: away.id,
        patient: chan,
        state: 'read',
        at: noon,
        says: { kind: 'pdf', pages: 1, facts: [], warnings: [] },
      });
      await page.annotations.keep({
        id: 'drawn',
        version: 1,
        referral: away.id,
        patient: chan,
        by: alvin.id,
        at: noon,
        series: 's',
        file: 'f',
        frame: 0,
        kind: 'circle',
        points: [[1, 2]],
      });
      await page.remarks.add(
        {
          id: 'said',
          annotation: 'drawn',
          referral: away.id,
          patient: chan,
          by: alvin.id,
          at: noon,
          voice: { seconds: 1, peaks: [1], mime: 'audio/webm' },
        },
        sound,
      );
      await page.consents.add(aConsent({ id: id<ConsentId>('yes'), patient: chan, referral: away.id }));
      await page.consents.add(
        aConsent({ id: id<ConsentId>('no'), patient: chan, decision: 'refused', categories: ['sensitive'] }),
      );
      await page.rights.keepHold({
        id: id<HoldId>('hold'),
        patient: chan,
        institution: tmh,
        reason: 'A claim',
        by: alvin.id,
        at: noon,
      });
      for (const one of [away, stays])
        await page.happened({
          what: 'record-opened',
          at: noon,
          by: { person: alvin.id },
          institution: tmh,
          referral: one.id,
          patient: chan,
        });
    });
  });

  const apart = () =>
    store.ledger.write((page) => separatePatient(world, page, away, id<PatientId>('patient-new'), { person: kwan.id }));
  const resealed = async () => {
    const outcome = await resealUpload(world, store.files)({ do: 'reseal-upload', upload }, {
      id: 1n,
      tries: 0,
    } as never);
    if (outcome.is === 'done') await store.ledger.write(async (page) => outcome.keep?.(page));
  };
  const everything = (referral: Referral) =>
    store.ledger.read(async (page) => ({
      content: (await page.referrals.content(referral)).reason,
      older: (await page.referrals.olderContents(referral)).map(({ content }) => content.reason),
      standing: (await page.referrals.get(referral.id))?.referral.standing.state,
      readings: (await page.readings.of(referral.id)).map(({ patient, says }) => [patient, says.kind]),
      drawings: (await page.annotations.of(referral.id)).map(({ patient, points }) => [patient, points]),
      sound: Buffer.from((await page.remarks.sound(referral.id, 'said'))?.bytes ?? []).toString(),
      consents: (await page.consents.of(referral.patient)).map(({ decision, categories }) => [
        decision,
        categories.length,
      ]),
      holds: (await page.rights.holds({ patient: referral.patient })).map(({ reason }) => reason),
      trail: (await page.rights.trailOf(referral.patient, [])).map(({ what }) => what),
    }));

  test('leaves with everything said in it, and what stays is untouched; limits and holds count for both', async () => {
    const before = (await store.pool.query('select body, hash from happenings order by chain, seq')).rows;
    const moved = await apart();
    expect(moved.patient).toBe('patient-new');
    await resealed();
    expect(await everything(moved)).toEqual({
      content: 'now',
      older: ['AWY-42Q'],
      standing: 'draft',
      readings: [['patient-new', 'pdf']],
      drawings: [['patient-new', [[1, 2]]]],
      sound: 'voice',
      consents: expect.arrayContaining([
        ['given', 6],
        ['refused', 1],
      ]),
      holds: ['A claim'],
      trail: ['record-opened', 'patients-separated'],
    });
    expect(await everything(stays)).toMatchObject({
      content: 'STY-42Q',
      consents: [['refused', 1]],
      holds: ['A claim'],
      trail: ['record-opened'],
    });
    expect(
      (await store.pool.query('select body, hash from happenings order by chain, seq')).rows.slice(0, before.length),
    ).toEqual(before);
  });

  test('hangs on no key of the other any more: destroying those leaves it readable, down to the file', async () => {
    const moved = await apart();
    await resealed();
    await store.vault.forget(chan);
    expect(await everything(moved)).toMatchObject({ content: 'now', older: ['AWY-42Q'], sound: 'voice' });
    const pieces: Buffer[] = [];
    for await (const piece of await store.files.read(moved.patient, upload))
      pieces.push(Buffer.from(piece as Uint8Array));
    expect(Buffer.concat(pieces).toString()).toBe('planted');
    await expect(store.ledger.read((page) => page.referrals.content(stays))).rejects.toMatchObject({
      code: 'vault.key-missing',
    });
  });

  test('holds up the erasure of the other until its files are sealed anew', async () => {
    await apart();
    await store.pool.query("update legal_holds set lifted_at = now(), lifted_by = 'kwan'");
    const erase = () =>
      store.ledger.write((page) =>
        erasePatient(world, page, { patient: chan, at: tmh, by: 'baton', why: 'retention' }),
      );
    await expect(erase()).rejects.toMatchObject({ code: 'referral.changed-meanwhile' });
    await resealed();
    expect((await erase()).files).toEqual([]);
  });

  test('is parted and joined by the privacy officer with a reason, and stays parted when the draft is touched again', async () => {
    const settle = (way: 'join' | 'part', reason = 'Compared with the card') =>
      store.ledger.write((page) => settleWhoIsWho(world)(page, kwan, { referral: away.code, do: way, reason }));
    await expect(settle('part', ' ')).rejects.toMatchObject({ code: 'referral.reason-needed' });
    await expect(settle('join')).rejects.toMatchObject({ code: 'identity.nothing-to-settle' });
    await settle('part');
    const patientNow = async () => (await store.ledger.read((page) => page.referrals.get(away.id)))?.referral.patient;
    const parted = await patientNow();
    expect(parted).not.toBe(chan);
    await say(away, { ...whoChan, phone: '61234567' });
    expect(await patientNow()).toBe(parted);
    expect(await known(chan)).toEqual(whoChan);
    expect(await store.ledger.read((page) => page.patients.clashes([tmh]))).toEqual([]);
    await settle('join');
    expect(await patientNow()).toBe(chan);
    expect((await store.ledger.read((page) => page.rights.holds({ patient: chan }))).length).toBeGreaterThan(0);
  });

  test('is nobody else’s to settle', async () => {
    await expect(
      store.ledger.write((page) =>
        settleWhoIsWho(world)(page, alvin, { referral: away.code, do: 'part', reason: 'x' }),
      ),
    ).rejects.toMatchObject({ code: 'person.role' });
  });
});

const tables = async (where: string) =>
  (
    await store.pool.query<{ name: string }>(
      `select distinct r.table_name as name from information_schema.columns r join information_schema.columns s using (table_schema, table_name)
       where r.table_schema = current_schema() and ${where}`,
    )
  ).rows.map(({ name }) => name);

test('every table that hangs on a referral and holds something sealed is known to the parting', async () => {
  const sealed = await tables("r.column_name = 'referral' and s.data_type = 'bytea'");
  // Sealed for the service itself: the names of uploads, and why two were settled. The hashes of the trail are no secret.
  const forService = ['uploads', 'identity_clashes', 'happenings'];
  const handled = [...Object.keys(sealedByReferral), ...madeAgain, ...forService];
  expect(sealed.filter((name) => !handled.includes(name))).toEqual([]);
});

test('every table that knows a patient beside a referral follows a parting', async () => {
  const both = await tables("r.column_name = 'referral' and s.column_name = 'patient'");
  // Who left a patient is known by both names; what has ended has ended for whoever it was.
  const stay = ['identity_clashes', 'leave_ends'];
  const handled = [...Object.keys(sealedByReferral), ...madeAgain, ...followers, ...stay];
  expect(both.filter((name) => !handled.includes(name))).toEqual([]);
});

test('every table that knows a patient follows a joining', async () => {
  // Who left a patient is known by both names; what has ended has ended for whoever it was; a certificate speaks of who was erased; shares are put together.
  const stay = ['identity_clashes', 'leave_ends', 'erasures', 'patient_shares'];
  const handled: readonly string[] = [...withOrigin, ...followJoin, ...madeAgain, ...stay];
  const known = await tables("r.column_name = 'patient' and s.column_name = 'patient'");
  expect(known.filter((name) => !handled.includes(name))).toEqual([]);
});
