import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import { auditEvent } from '#src/domain/trail/audit-event.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
const dingtalkPhone = { 'user-agent': 'Mozilla/5.0 (iPhone; Mobile) AliApp(DingTalk/7.6)' };

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
    await page.consents.add(aConsent({ patient: sent.patient, referral: sent.id }));
    // As it was kept before posts and devices were.
    await page.happened({
      what: 'record-opened',
      at: noon,
      by: { person: alvin.id },
      institution: twc,
      patient: id<PatientId>('patient-1'),
    });
  });
});
afterEach(() => door.close());

test('an entry says in which post and with which device somebody looked; two people at once are not mixed up', async () => {
  const receiver = await door.as(cheung, dingtalkPhone);
  const author = await door.as(alvin);
  const answers = await Promise.all([
    receiver.get(`/api/referrals/${sent.id}`),
    author.get(`/api/referrals/${sent.id}`),
    receiver.get('/api/referrals/nothing-there'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);

  const { rows } = await door.store.pool.query<{ chain: string; body: string; what: string }>(
    "select chain, body, what from happenings where what in ('seen', 'record-opened', 'refused') order by chain, seq",
  );
  const entries = rows.map(({ chain, what, body }) => ({ chain, what, ...(JSON.parse(body) as { by: object }) }));
  const of = (who: string) => entries.filter(({ by }) => 'person' in by && by.person === who && 'device' in by);
  expect(of(cheung.id).length).toBeGreaterThan(0);
  for (const { by } of of(cheung.id))
    expect(by).toMatchObject({
      post: { at: twc, roles: cheung.works[0]?.roles },
      device: expect.stringMatching(/^dingtalk phone [\w-]{8}$/),
    });
  for (const { by } of of(alvin.id))
    expect(by).toMatchObject({ post: { at: tmh }, device: expect.stringMatching(/^browser phone [\w-]{8}$/) });
});

test('a chain holds over entries from before and after posts and devices were kept', async () => {
  await (await door.as(cheung, dingtalkPhone)).get(`/api/referrals/${sent.id}`);
  const { rows } = await door.store.pool.query<{ seq: string; body: string; hash: Buffer }>(
    'select seq, body, hash from happenings where chain = $1 order by seq',
    [twc],
  );
  expect(rows.length).toBeGreaterThan(1);
  let prev = firstPrev;
  for (const { seq, body, hash } of rows) {
    expect(canonical(JSON.parse(body))).toBe(body);
    prev = linkHash(prev, Number(seq), body);
    expect(Buffer.from(prev).equals(hash)).toBe(true);
  }
});

test('the audit event of an entry names role, place and device, and an older one leaves them out', () => {
  const seen = { what: 'seen', how: 'record', at: noon, institution: twc } as const;
  const event = (by: object) =>
    JSON.stringify(
      auditEvent({ chain: twc, seq: 1, link: 'ab', happening: { ...seen, by: { person: cheung.id, ...by } } }),
    );
  const now = event({ post: { at: twc, roles: ['clinician'] }, device: 'dingtalk chat' });
  expect(now).toContain('"code":"clinician"');
  expect(now).toContain('"valueString":"dingtalk chat"');
  expect(event({})).not.toMatch(/role"|device/);
});
