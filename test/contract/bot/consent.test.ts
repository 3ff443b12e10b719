import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCommand } from '#bot/commands/read-command.ts';
import { handleIncoming, type Kept } from '#bot/handlers/handle.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import type { Errand } from '#src/domain/errand.ts';
import type { Person } from '#src/domain/people/person.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aHouse, alvin, cheung, shared } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { theSafety } from '#test/builders/the-safety.ts';

const read = makeReader(loadKnowledge());
let store: TestStore;
let handle: (kept: Kept) => Promise<void>;
beforeAll(async () => {
  store = await aStore();
  const react = handleIncoming({
    ledger: store.ledger,
    clock: store.clock,
    dice: cryptoDice,
    house: aHouse(),
    signer: store.signer,
    readText: (text, now) => read(text, { now }),
    policy: thePolicy,
    safety: theSafety,
    log: silent,
    confirmMinutes: 10,
    standing: async () => ({ link: true, inbox: 0, errands: 0, aside: 0, apiPercent: 1 }),
    uploadPath: () => '/app/upload',
    groupOfSpace: () => undefined,
    endScreens: () => undefined,
  });
  handle = (kept) => store.ledger.write((page) => react(kept, page));
});
afterAll(async () => {
  await store.close();
  await store.drop();
});
beforeEach(async () => {
  await store.pool.query('truncate referrals, patients, consents, consent_tickets, happenings, chain_heads, errands');
  await keep(aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() }));
});

const { consent: _none, ...unasked } = aContent();
const keep = (referral: Referral) =>
  store.ledger.write(async (page) => {
    await page.patients.add(referral.patient, unasked.identity);
    await page.referrals.add(referral, unasked, undefined, undefined);
  });
const says = (who: Person, text: string, conversationType = '1'): Promise<void> =>
  handle({
    tenant: shared,
    kind: 'robot',
    data: JSON.stringify({
      msgId: text,
      msgtype: 'text',
      conversationType,
      conversationId: conversationType === '2' ? 'cidTmCardio/Hotline+01==' : `chat-${who.id}`,
      senderStaffId: who.dingtalk[0]?.user,
      createAt: store.clock.now().getTime(),
      text: { content: text },
    }),
  });
const consents = () => store.ledger.read((page) => page.consents.of(aReferral().patient));
const said = async () => {
  const { rows } = await store.pool.query<{ sealed: Uint8Array }>('select sealed from errands order by id');
  const all = await Promise.all(
    rows.map(
      async ({ sealed }) =>
        JSON.parse(Buffer.from(await store.vault.openForService('errand', sealed)).toString('utf8')) as Errand,
    ),
  );
  return all.flatMap((one) => (one.do === 'say' ? [one] : []));
};
const keys = async () => (await said()).flatMap(({ words }) => words.map(({ key }) => key));

test.each([
  ['withdraw consent B7K-42Q', 'withdraw-consent'],
  ['B7K-42Q consent withdrawn', 'withdraw-consent'],
  ['撤回同意 B7K-42Q', 'withdraw-consent'],
  ['病人撤回同意 B7K-42Q', 'withdraw-consent'],
  ['收回同意 B7K-42Q', 'withdraw-consent'],
  ['withdraw B7K-42Q', 'cancel'],
  ['撤回 B7K-42Q', 'cancel'],
  ['consent B7K-42Q', 'consent'],
  ['emergency access', 'emergency'],
  ['緊急取閱', 'emergency'],
  ['紧急取阅', 'emergency'],
  ['break glass please', 'emergency'],
  ['emergency laparotomy done yesterday, on warfarin', 'free'],
])('"%s" is heard as %s', (line, kind) => {
  expect(readCommand(line, { now: noon }).kind).toBe(kind);
});

describe('consent in a line of chat', () => {
  test('is recorded for a referral that was sent already, for the parts that were named', async () => {
    await says(alvin, 'consent B7K-42Q medicines and allergies only');

    expect(await consents()).toMatchObject([
      { decision: 'given', categories: ['medicines', 'allergies'], how: { way: 'spoken' }, recordedBy: 'alvin' },
    ]);
    expect(await keys()).toContain('answer.corrected');
  });

  test('withdrawn, it ends at once, the case stops, and the other side hears of it', async () => {
    await says(alvin, 'consent B7K-42Q');
    await says(alvin, '撤回同意 B7K-42Q');

    expect((await consents())[0]?.withdrawn?.by).toBe('alvin');
    const row = await store.ledger.read((page) => page.referrals.byCode('B7K-42Q'));
    expect(row?.referral.standing).toMatchObject({ state: 'cancelled', because: 'patient-refused' });
    expect(await keys()).toContain('answer.consent-withdrawn');
  });

  test('"by QR" gives the code of the patient’s own page one to one, never into the group', async () => {
    await says(alvin, 'consent by QR B7K-42Q', '2');

    const [code, group] = [
      (await said()).find(({ words }) => words[0]?.key === 'answer.consent-code'),
      (await said()).find(({ place }) => place.in === 'group'),
    ];
    expect(code?.place).toMatchObject({ in: 'chat', user: 'u-alvin' });
    expect(code?.words[0]?.with?.['digits']).toMatch(/^\d{4} \d{4}$/);
    expect(group?.words[0]?.key).toBe('answer.one-to-one');
  });

  test('withdrawing what was never given is refused in words, and a stranger’s code is not found', async () => {
    await says(alvin, 'withdraw consent B7K-42Q');
    expect(await keys()).toContain('refused.consent.not-found');
    await says(alvin, 'withdraw consent B7K-42R');
    expect(await keys()).toContain('refused.referral.not-found');
  });
});

test('emergency access leads to Baton’s own screen: no reason and no identity card number is typed into a chat', async () => {
  await says(cheung, 'emergency access');

  const [only] = await said();
  expect(only).toMatchObject({ place: { in: 'chat' }, words: [{ key: 'answer.emergency' }] });
  expect(only?.buttons?.[0]?.page).toBe('/app/emergency');
});
