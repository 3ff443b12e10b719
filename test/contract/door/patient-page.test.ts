import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConsentWording } from '#config/consent.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
let doctor: Awaited<ReturnType<typeof door.as>>;
const patients = { wording: loadConsentWording('config', currentWording), address: () => 'http://127.0.0.1' };
beforeAll(async () => {
  door = await aDoor({ patients: { ...patients, tries: 100_000 } });
});
afterAll(() => door.close());
beforeEach(async () => {
  await afresh();
  doctor = await door.as(alvin);
});

/** Nothing of the test before is left. */
const afresh = async () => {
  await door.store.pool.query(
    'truncate referrals, patients, uploads, consents, consent_notices, consent_tickets, emergency_access, leave_ends, happenings, chain_heads, errands',
  );
  door.store.clock.pass((noon.getTime() - door.store.clock.now().getTime()) / 60_000);
};

const { consent: _none, ...unasked } = aContent();
const draft = aReferral();
const keep = (referral: Referral = draft, identity = unasked.identity) =>
  door.store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, identity);
    await page.referrals.add(referral, { ...unasked, identity }, undefined, undefined);
  });
type Ticket = { url: string; code: string; svg: string };
const ticket = async (kind = 'decide'): Promise<Ticket> =>
  (await (await doctor.post('/api/referrals/ref-1/consent/ticket', { kind })).json()) as Ticket;
const path = ({ url }: Ticket) => new URL(url).pathname;
const send = (where: string, fields: Record<string, string> | [string, string][], language = 'en') =>
  door.ask(`${where}?l=${language}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const proofIn = (page: string): string => /name="proof" value="([^"]+)"/.exec(page)?.[1] ?? '';
const prove = async (where: string, year = '1967') => {
  const answer = await send(where, { year });
  const page = await answer.text();
  return { status: answer.status, page, proof: proofIn(page) };
};
const panel = async () =>
  (await (await doctor.get('/api/referrals/ref-1/consent')).json()) as {
    standing: string;
    parts: string[];
    last?: { how: string; by?: object };
  };
const consents = () => door.store.ledger.read((page) => page.consents.of(draft.patient));

test('before the year of birth the page says nothing of anybody; after it, who asks, for what, to whom and how long', async () => {
  await keep();
  const qr = await ticket();
  const before = await (await door.ask(path(qr))).text();
  expect(before).not.toMatch(/Tsuen Wan|Tuen Mun|CHAN|B7K/);

  const { status, page } = await prove(path(qr));

  expect(status).toBe(200);
  for (const said of [
    'Dr alvin',
    'Tuen Mun Hospital',
    'Tsuen Wan Family Clinic',
    'B7K-42Q',
    '30 days',
    'whatever you choose',
  ])
    expect(page).toContain(said);
  expect(page).not.toMatch(/Chest pain|A123456|CHAN/);
  expect(qr.svg).toContain('<svg');
});

test('the page runs no script, loads nothing from elsewhere, is never kept and stands in no frame', async () => {
  await keep();
  for (const where of ['/p', path(await ticket())]) {
    const answer = await door.ask(where);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).not.toMatch(/<script|https?:\/\//);
  }
});

test('a yes to all is recorded as the patient’s own, written into the draft, and the receipt speaks both languages', async () => {
  await keep();
  const qr = await ticket();
  const { proof } = await prove(path(qr));

  const answer = await send(`${path(qr)}/decide`, { proof, choice: 'all' });
  const receipt = await answer.text();

  expect(answer.status).toBe(200);
  expect(receipt).toContain('You said yes on');
  expect(receipt).toContain('收據');
  expect(receipt).toMatch(/class="code">\d{4} \d{4}</);
  expect(await consents()).toMatchObject([
    { decision: 'given', how: { way: 'patient-page' }, recordedBy: 'patient', wording: '2026-11', referral: 'ref-1' },
  ]);
  expect(await panel()).toMatchObject({ standing: 'given', last: { how: 'patient-page' } });
  expect((await panel()).last?.by).toBeUndefined();
  const row = await door.store.ledger.read((page) => page.referrals.get(draft.id));
  const content = row && (await door.store.ledger.read((page) => page.referrals.content(row.referral)));
  expect(content?.consent).toMatchObject({ given: true, how: 'patient-page' });
});

test('a yes to some parts shares these only; choosing none asks again', async () => {
  await keep();
  const qr = await ticket();
  const { proof } = await prove(path(qr));

  const none = await send(`${path(qr)}/decide`, { proof, choice: 'some' });
  expect(none.status).toBe(422);
  expect(await none.text()).toContain('Choose at least one part');
  await send(`${path(qr)}/decide`, [
    ['proof', proof],
    ['choice', 'some'],
    ['part', 'medicines'],
    ['part', 'allergies'],
    ['part', 'sensitive'],
    ['part', 'everything'],
  ]);

  expect((await panel()).parts).toEqual(['medicines', 'allergies']);
});

test('a no is a whole answer: it is recorded, the draft stays, and the receipt says that care goes on', async () => {
  await keep();
  const qr = await ticket();
  const { proof } = await prove(path(qr));

  const receipt = await (await send(`${path(qr)}/decide`, { proof, choice: 'no' }, 'zh-Hant')).text();

  expect(receipt).toContain('你的診治照常進行');
  expect((await panel()).standing).toBe('refused');
  const row = await door.store.ledger.read((page) => page.referrals.get(draft.id));
  expect(row?.referral.standing.state).toBe('draft');
});

test('a replayed QR is refused with a page that explains, and decides nothing', async () => {
  await keep();
  const qr = await ticket();
  const { proof } = await prove(path(qr));
  await send(`${path(qr)}/decide`, { proof, choice: 'no' });

  for (const again of [
    door.ask(`${path(qr)}?l=en`),
    send(path(qr), { year: '1967' }),
    send(`${path(qr)}/decide`, { proof, choice: 'all' }),
  ]) {
    const answer = await again;
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('It was used already');
  }
  expect(await consents()).toHaveLength(1);
});

test('two taps at the same moment decide once', async () => {
  await keep();
  const qr = await ticket();
  const { proof } = await prove(path(qr));

  const answers = await Promise.all(
    ['all', 'no', 'all'].map((choice) => send(`${path(qr)}/decide`, { proof, choice })),
  );

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  expect(await consents()).toHaveLength(1);
});

test('five wrong birth years close the ticket, for the right one too', async () => {
  await keep();
  const qr = await ticket();
  for (let left = 4; left >= 1; left -= 1) {
    const { status, page } = await prove(path(qr), '1970');
    expect(status).toBe(403);
    expect(page).toContain(`try ${left} more times`);
  }
  expect((await prove(path(qr), '1970')).status).toBe(410);
  expect((await prove(path(qr), '1967')).status).toBe(410);
});

test('without the proof of the birth year nobody decides', async () => {
  await keep();
  const qr = await ticket();
  for (const proof of ['', 'guess'])
    expect((await send(`${path(qr)}/decide`, { proof, choice: 'all' })).status).toBe(404);
  expect(await consents()).toEqual([]);
});

test('a ticket lasts fifteen minutes, a newer one ends it, and a clock set back does not bring it back', async () => {
  await keep();
  const first = await ticket();
  const second = await ticket();
  expect((await door.ask(path(first))).status).toBe(410);

  door.store.clock.pass(16);
  expect(await (await door.ask(`${path(second)}?l=en`)).text()).toContain('It is too old');
  door.store.clock.pass(-120);
  expect((await door.ask(path(second))).status).toBe(410);
});

test('the code typed by hand leads to the same page; a wrong one tells nothing', async () => {
  await keep();
  const { code } = await ticket();

  const found = await send('/p', { code: `${code.slice(0, 4)} ${code.slice(4)}` });
  expect(found.status).toBe(303);
  expect((await prove(new URL(found.headers.get('location') ?? '', door.url).pathname)).status).toBe(200);
  const wrong = await send('/p', { code: '00000000' });
  expect(wrong.status).toBe(404);
});

test('whoever guesses codes is slowed down', async () => {
  const other = await aDoor({ patients: { ...patients, tries: 3 } });
  const statuses: number[] = [];
  for (let tries = 0; tries < 8; tries += 1)
    statuses.push((await other.ask('/p', { method: 'POST', body: new URLSearchParams({ code: '00000001' }) })).status);
  await other.close();
  // A new minute may begin in between.
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
});

test('the receipt’s link takes the yes back in one step, at once, and shows who looked', async () => {
  await keep(aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() }));
  const qr = await ticket();
  const { proof } = await prove(path(qr));
  const receipt = await (await send(`${path(qr)}/decide`, { proof, choice: 'all' })).text();
  const receiver = await door.as(cheung);
  expect((await receiver.get('/api/referrals/ref-1')).status).toBe(200);
  const back = /href="[^"]*(\/p\/t\/\w+)\?l=en"/.exec(receipt)?.[1] ?? '';

  const mine = await prove(back);
  expect(mine.page).toContain('Dr cheung, ');
  const done = await send(`${back}/withdraw`, { proof: mine.proof });

  expect(await done.text()).toContain('You took back your yes');
  expect((await receiver.get('/api/referrals/ref-1')).status).toBe(404);
  expect((await panel()).standing).toBe('withdrawn');
  expect((await send(`${back}/withdraw`, { proof: mine.proof })).status).toBe(410);
  const what = (await door.store.ledger.read((page) => page.trail.of(draft.id))).map((one) => one.what);
  expect(what).toContain('consent-withdrawn');
});

test('a child under sixteen is sent back to the staff', async () => {
  await keep(draft, { ...unasked.identity, birth: { iso: '2015-04-01', precision: 'day' } });
  const qr = await ticket();
  const { proof } = await prove(path(qr), '2015');

  const answer = await send(`${path(qr)}/decide`, { proof, choice: 'all' });

  expect(await answer.text()).toContain('parent or guardian');
  expect(await consents()).toEqual([]);
});

test('without a birth date there is no page to show', async () => {
  const { birth: _unknown, ...identity } = unasked.identity;
  await keep(draft, identity);
  const answer = await doctor.post('/api/referrals/ref-1/consent/ticket', { kind: 'decide' });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'identity.missing']);
});
