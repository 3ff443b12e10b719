import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FiguresShown } from '#src/contract/figures.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, type tmh, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['consultant']);
let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  door = await aDoor({}, aHouse({ people: [...aHouse().people, elsewhere] }));
  await door.store.ledger.write(async (page) => {
    for (let which = 0; which < 8; which += 1) {
      const referral = aReferral({
        id: id<ReferralId>(`ref-${which}`),
        patient: id<PatientId>(`patient-${which}`),
        code: `B7K-42${which + 2}`,
        startedAt: new Date(noon.getTime() - 3_600_000),
        standing: { state: 'delivered', since: noon },
        signature: aSignature(),
      });
      await page.patients.add(referral.patient, { ...aContent().identity, hkid: `B${which}` });
      await page.referrals.add(referral, aContent(), undefined, undefined);
      const common = {
        by: { person: alvin.id },
        institution: referral.from,
        referral: referral.id,
        patient: referral.patient,
      } as const;
      const sentAt = new Date(referral.startedAt.getTime() + (20 + which) * 1000);
      await page.happened(
        { ...common, what: 'moved', from: 'draft', to: 'sent', at: sentAt },
        { ...common, what: 'moved', from: 'sent', to: 'opened', at: new Date(sentAt.getTime() + 60_000) },
      );
      if (which < 6)
        await page.happened({
          ...common,
          what: 'moved',
          from: 'opened',
          to: 'declined',
          because: 'criteria-not-met',
          at: noon,
        });
      if (which < 5)
        await page.happened({
          ...common,
          what: 'escalated',
          rung: 0,
          how: 'group',
          deadline: noon.toISOString(),
          at: noon,
        });
      if (which < 2) await page.happened({ ...common, what: 'moved', from: 'booked', to: 'did-not-attend', at: noon });
      await page.happened({
        ...common,
        what: 'alert-raised',
        alert: `a-${which}`,
        tier: 'stop',
        version: '1',
        at: noon,
      });
    }
  });
});
afterAll(() => door.close());

test('coordinator, consultant and administrator see the figures of their own institutions; others do not', async () => {
  for (const who of [yip, lam, kwan]) expect((await (await door.as(who)).get('/api/figures')).status).toBe(200);
  for (const who of [alvin, cheung]) {
    const answer = await (await door.as(who)).get('/api/figures');
    expect(((await answer.json()) as { code: string }).code).toBe('person.role');
    expect((await (await door.as(who)).get('/api/figures.csv')).status).toBe(422);
  }
  const far = (await (await (await door.as(elsewhere)).get('/api/figures')).json()) as FiguresShown;
  expect(far.hotlines).toEqual([]);
});

test('counts and times come from the trail; a small count is not said and no patient is', async () => {
  const answer = await (await door.as(lam)).get('/api/figures?days=7');
  const text = await answer.text();
  expect(text).not.toMatch(/ref-\d|patient-\d|B7K|CHAN|A123456/);
  const { hotlines } = JSON.parse(text) as FiguresShown;
  expect(hotlines).toHaveLength(1);
  expect(hotlines[0]).toMatchObject({
    hotline: 'tm-cardio',
    begun: { is: 'exact', n: 8 },
    spans: {
      sent: { median: 23, p90: 27 },
      opened: { median: 60, p90: 60 },
    },
    missed: { is: 'few' },
    late: { is: 'exact', n: 5 },
    escalations: { is: 'exact', n: 5 },
    declined: [{ reason: 'criteria-not-met', count: { is: 'exact', n: 6 } }],
  });
  // Three of eight were in time: to say the share would say the three.
  expect(hotlines[0]?.latePercent).toBeUndefined();
  expect(hotlines[0]?.alerts[0]).toEqual({
    tier: 'stop',
    raised: { is: 'exact', n: 8 },
    answered: { is: 'exact', n: 0 },
    per100: 100,
    budget: 10,
  });
});

test('the file for a spreadsheet says the same, and hides the same', async () => {
  const answer = await (await door.as(yip)).get('/api/figures.csv?days=7');
  expect(answer.headers.get('content-disposition')).toContain('baton-figures-7-days-');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toContain('hotline,days,measure,of,value');
  expect(lines).toContain('tm-cardio,7,did not attend,,<5');
  expect(lines).toContain('tm-cardio,7,median seconds,sent,23');
});

test('a period that is not one is refused', async () => {
  expect((await (await door.as(lam)).get('/api/figures?days=8')).status).toBe(400);
});

test('a drill is never counted', async () => {
  await door.store.pool.query("update referrals set code = 'DRILL 演習 ' || code where id = 'ref-0'");
  const shown = (await (await (await door.as(lam)).get('/api/figures?days=7')).json()) as FiguresShown;
  expect(shown.hotlines[0]?.begun).toEqual({ is: 'exact', n: 7 });
  expect(shown.hotlines[0]?.alerts[0]?.raised).toEqual({ is: 'exact', n: 7 });
});
