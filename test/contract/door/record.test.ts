import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordShown } from '#src/contract/record.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, tmh, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, later, noon } from '#test/builders/a-referral.ts';

const stranger = aPerson('stranger', 'pyn' as typeof tmh, ['clinician']);
const plain = aHouse();
const house = aHouse({ people: [...plain.people, stranger] });
const words = 'Chest pain. Known AF. On warfarin 3 mg daily. Allergic to penicillin (rash). Troponin 54 ng/L.';
const place = (text: string) => ({
  upload: 'n1',
  text,
  span: [words.indexOf(text), words.indexOf(text) + text.length] as const,
});
const findings: readonly Finding[] = [
  { type: 'problem', name: 'AF', whose: 'patient', status: 'present', confidence: 1, source: place('AF') },
  {
    type: 'medication',
    name: 'warfarin',
    dose: '3 mg',
    course: 'current',
    status: 'present',
    confidence: 1,
    source: place('warfarin 3 mg daily'),
  },
  {
    type: 'allergy',
    name: 'penicillin',
    reaction: 'rash',
    status: 'present',
    confidence: 1,
    source: place('penicillin (rash)'),
  },
  {
    type: 'result',
    name: 'Troponin',
    value: '54',
    unit: 'ng/L',
    status: 'present',
    confidence: 1,
    source: place('Troponin 54 ng/L'),
  },
];
const said = aContent({
  allergiesSaid: 'given',
  medicationsSaid: 'given',
  findings,
  notes: [{ id: 'n1', text: words, by: alvin.id, at: noon.toISOString() }],
  question: 'Chest pain: admit or follow up?',
  consent: {
    given: true,
    how: 'spoken',
    scope: ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
    recordedBy: 'alvin',
    at: noon.toISOString(),
  },
});
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });

let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  door = await aDoor({}, house);
});
afterAll(() => door.close());
beforeEach(async () => {
  await door.store.pool.query('truncate referrals, patients, uploads, happenings, chain_heads, errands');
  door.store.clock.pass((later(120).getTime() - door.store.clock.now().getTime()) / 60_000);
  await keep(sent, said);
});

const keep = (referral: Referral, content: ReferralContent) =>
  door.store.ledger.write(async (page) => {
    if (!(await page.patients.identity(referral.patient))) await page.patients.add(referral.patient, content.identity);
    await page.referrals.add(referral, content, undefined, undefined);
  });
const recordOf = async (who: typeof cheung, which = 'ref-1') =>
  (await (await door.as(who)).get(`/api/referrals/${which}/record`)).json();
const trailOf = (which: string) => door.store.ledger.read((page) => page.trail.of(id<ReferralId>(which)));

test('the record shows the points for the question, each with where it was said', async () => {
  const shown = recordShown.parse(await recordOf(cheung));

  expect(shown.question).toContain('Chest pain');
  expect(shown.points.map(({ text }) => text).join(' ')).toMatch(/AF[\s\S]*warfarin|warfarin[\s\S]*AF/);
  expect(shown.points.map(({ text }) => text).join(' ')).toContain('penicillin (rash)');
  for (const point of shown.points)
    for (const one of point.places)
      expect([one.excerpt, words.includes(one.excerpt) || noon.toISOString().startsWith(one.excerpt)]).toEqual([
        one.excerpt,
        true,
      ]);
  expect(shown.allergies).toMatchObject([
    { name: 'penicillin', says: 'present', places: [{ kind: 'note', code: 'B7K-42Q' }] },
  ]);
  expect(shown.medicines).toMatchObject([{ name: 'warfarin', course: 'current' }]);
  expect(shown.results).toMatchObject([{ name: 'Troponin', values: [{ value: '54', flag: 'high' }] }]);
});

test('who may not open the referral hears that there is no record, and the try is kept', async () => {
  const answer = await (await door.as(stranger)).get('/api/referrals/ref-1/record');

  expect(answer.status).toBe(404);
  expect((await answer.json()) as object).toMatchObject({ code: 'referral.not-found' });
  expect((await trailOf('ref-1')).at(-1)).toMatchObject({ what: 'refused', by: { person: stranger.id } });
});

test('another referral of the same patient is in the record of who may read it, with a look in its trail, and not in that of others', async () => {
  const older = aReferral({
    id: id<ReferralId>('ref-old'),
    code: 'C2C-22C',
    author: lam.id,
    standing: { state: 'draft', since: noon },
  });
  await keep(
    older,
    aContent({
      findings: [
        { type: 'problem', name: 'Gout', whose: 'patient', status: 'present', confidence: 1, source: { text: 'Gout' } },
      ],
    }),
  );

  const [byLam, byCheung] = [recordShown.parse(await recordOf(lam)), recordShown.parse(await recordOf(cheung))];

  expect(byLam.problems.map(({ name }) => name)).toContain('Gout');
  expect(byCheung.problems.map(({ name }) => name)).not.toContain('Gout');
  expect([byLam.referrals, byCheung.referrals]).toEqual([2, 1]);
  const looks = (await trailOf('ref-old')).filter(({ what }) => what === 'record-opened');
  expect(looks).toMatchObject([{ by: { person: lam.id } }]);
});

test('what is not shared is not in the record, and it is said so', async () => {
  await door.store.pool.query('truncate referrals');
  await keep(sent, {
    ...said,
    consent: {
      given: true,
      how: 'spoken',
      scope: ['problems', 'allergies'],
      recordedBy: 'alvin',
      at: noon.toISOString(),
    },
  });

  const shown = recordShown.parse(await recordOf(cheung));

  expect(shown.hidden).toEqual(expect.arrayContaining(['medicines', 'results']));
  expect(JSON.stringify(shown)).not.toMatch(/warfarin|Troponin/);
});

test('a document of the referral is a source of its own, with its place on the timeline, for who may see documents', async () => {
  const upload = id<UploadId>('up-1');
  const inFile: Finding = {
    type: 'medication',
    name: 'bisoprolol',
    dose: '2.5 mg',
    course: 'current',
    status: 'present',
    confidence: 1,
    source: { upload, text: 'bisoprolol 2.5 mg' },
  };
  await door.store.ledger.write(async (page) => {
    await page.uploads.add({
      id: upload,
      referral: sent.id,
      patient: sent.patient,
      by: alvin.id,
      state: 'kept',
      origin: { way: 'page', session: 's' },
      name: 'list.pdf',
      kind: 'pdf',
      mime: 'application/pdf',
      at: noon,
    });
    await page.referrals.keepContent(sent, { ...said, findings: [...findings, inFile] });
  });

  const shown = recordShown.parse(await recordOf(cheung));

  expect(shown.medicines.find(({ name }) => name === 'bisoprolol')?.places).toMatchObject([
    { kind: 'pdf', file: 'up-1', excerpt: 'bisoprolol 2.5 mg' },
  ]);
  expect(shown.timeline.filter(({ kind }) => kind === 'document')).toMatchObject([{ name: 'list.pdf' }]);
});

test('since the last visit: nothing at the first, afterwards what came between', async () => {
  expect(recordShown.parse(await recordOf(cheung)).since).toBeUndefined();
  door.store.clock.pass(90);
  await (await door.as(lam)).post('/api/referrals/ref-1/updates', {
    kind: 'change',
    words: 'Started apixaban 5 mg bd.',
  });
  door.store.clock.pass(90);

  const shown = recordShown.parse(await recordOf(cheung));

  expect(shown.since).toMatchObject({ names: ['apixaban'], documents: 1 });
});

test('an update keeps the signature, shows before and after, and sends for those who treat', async () => {
  const me = await door.as(lam);
  const answer = await me.post('/api/referrals/ref-1/updates', {
    kind: 'change',
    words: 'Stop warfarin. Start apixaban 5 mg bd.',
  });

  expect(answer.status).toBe(200);
  const shown = recordShown.parse(await answer.json());
  expect(shown.changes).toMatchObject([
    {
      kind: 'change',
      by: { en: lam.name.en },
      changes: [
        { kind: 'medicine', how: 'started', name: 'apixaban', level: 'stop' },
        {
          kind: 'medicine',
          how: 'stopped',
          name: 'warfarin',
          before: expect.stringContaining('warfarin') as string,
          level: 'stop',
        },
      ],
    },
  ]);
  const { rows } = await door.store.pool.query<{ n: number }>(
    "select count(*)::int as n from errands where deed = 'tell-changes'",
  );
  expect(rows[0]?.n).toBe(1);
  expect((await trailOf('ref-1')).some(({ what }) => what === 'update-kept')).toBe(true);
  const kept = await door.store.ledger.read((page) => page.referrals.get(sent.id));
  expect(kept?.referral.signature).toMatchObject({ contentHash: 'hash-1' });
});

test('the new list is checked: what it makes dangerous is shown and stands in the trail', async () => {
  const me = await door.as(lam);
  const answer = await me.post('/api/referrals/ref-1/updates', {
    kind: 'change',
    words: 'Start diclofenac 50 mg tds.',
  });

  const shown = recordShown.parse(await answer.json());
  expect(
    shown.safety.alerts.filter(({ tier }) => tier === 'stop').map(({ subjects }) => subjects.join(' ').toLowerCase()),
  ).toEqual([expect.stringMatching(/warfarin.*diclofenac|diclofenac.*warfarin/)]);
  expect((await trailOf('ref-1')).some((one) => one.what === 'alert-raised' && one.tier === 'stop')).toBe(true);
});

test('only a clinician of either side may update, and only what is signed', async () => {
  const asked = { kind: 'change', words: 'Stop warfarin.' };
  const codeOf = async (who: typeof cheung, which = 'ref-1') => {
    const answer = await (await door.as(who)).post(`/api/referrals/${which}/updates`, asked);
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect((await codeOf(yip))[1]).toBe('person.role');
  expect((await codeOf(stranger))[1]).toBe('referral.not-found');
  expect((await codeOf(kwan))[0]).toBeGreaterThanOrEqual(400);
  await keep(aReferral({ id: id<ReferralId>('ref-draft'), code: 'D2D-22D' }), said);
  expect((await codeOf(alvin, 'ref-draft'))[1]).toBe('referral.wrong-state');
  const empty = await (await door.as(lam)).post('/api/referrals/ref-1/updates', { kind: 'change', words: '' });
  expect(empty.status).toBe(400);
});
