import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readCommand } from '#bot/commands/read-command.ts';
import { handleIncoming, type Kept } from '#bot/handlers/handle.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import type { Errand } from '#src/domain/errand.ts';
import type { Person } from '#src/domain/people/person.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { sent } from '#test/builders/a-consulted-door.ts';
import { aHouse, alvin, cheung, kwan, ng, shared } from '#test/builders/a-house.ts';
import { aContent } from '#test/builders/a-referral.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { theSafety } from '#test/builders/the-safety.ts';

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
    readText: () => ({ findings: [], ask: {}, patients: 0 }) as never,
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
  await store.pool.query(
    'truncate referrals, patients, consents, happenings, chain_heads, errands, consultations, consultation_words, consultation_looks',
  );
  await store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
    await page.consents.add(aConsent({ referral: sent.id }));
  });
});

const says = (who: Person, text: string): Promise<void> =>
  handle({
    tenant: shared,
    kind: 'robot',
    data: JSON.stringify({
      msgId: text,
      msgtype: 'text',
      text: { content: text },
      senderStaffId: who.dingtalk[0]?.user,
      conversationId: `chat of ${who.id}`,
      conversationType: '1',
      createAt: store.clock.now().getTime(),
      sessionWebhook: '',
      sessionWebhookExpiredTime: 0,
    }),
  });
/** What was said to whom, as user and key. */
async function heard(): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ sealed: Uint8Array }>(
    "select sealed from errands where deed = 'say' order by id",
  );
  const said: string[] = [];
  for (const { sealed } of rows) {
    const errand = JSON.parse(Buffer.from(await store.vault.openForService('errand', sealed)).toString()) as Errand;
    if (errand.do === 'say')
      said.push(
        `${'user' in errand.place ? errand.place.user : 'group'} ${errand.words.map(({ key }) => key).join(' ')}`,
      );
  }
  return said;
}
const words = async () => {
  const [one] = await store.ledger.read((page) => page.consultations.of(sent.id));
  return one ? (await store.ledger.read((page) => page.consultations.words(one.id))).map(({ text }) => text) : [];
};

test('one line asks a colleague by name, one line answers; the other side is asked where nobody is named', async () => {
  await says(alvin, `ask ${sent.code} Dr ng: since when on warfarin?`);
  expect(await heard()).toEqual(['u-ng told.question', 'u-alvin answer.asked']);
  await says(ng, `answer question ${sent.code} since 2019`);
  expect(await words()).toEqual(['since when on warfarin?', 'since 2019']);
  expect((await heard()).slice(2)).toEqual(['u-alvin told.question-answered', 'u-ng answer.question-answered']);
  await says(alvin, `提問 ${sent.code} 有冇過敏？`);
  expect((await heard()).slice(4)).toEqual(['u-cheung told.question', 'u-alvin answer.asked']);
});

test('without a code the only question that waits is answered; of several, which is asked; of none, that is said', async () => {
  await says(cheung, '回答問題 每日一次');
  await says(alvin, `ask ${sent.code} once or twice daily?`);
  await says(cheung, 'answer question once');
  await says(alvin, `ask ${sent.code} with food?`);
  await says(alvin, `ask ${sent.code} before sleep?`);
  await says(cheung, 'answer question yes');
  expect((await heard()).filter((one) => one.startsWith('u-cheung answer'))).toEqual([
    'u-cheung answer.no-question',
    'u-cheung answer.question-answered',
    'u-cheung answer.which-question',
  ]);
});

test('who may not read it asks nothing and learns nothing; empty words ask nothing', async () => {
  await says(kwan, `ask ${sent.code} why?`);
  await says(alvin, 'ask ZZZ-ZZ2 why?');
  await says(alvin, `ask ${sent.code}`);
  expect(await heard()).toEqual([
    'u-kwan refused.referral.not-found',
    'u-alvin refused.referral.not-found',
    'u-alvin refused.referral.reason-needed',
  ]);
  expect(await words()).toEqual([]);
});

test('a line that only begins like one is what it was: a note, a state, an answer to the referrer', () => {
  const kind = (text: string) => readCommand(text, { now: store.clock.now() }).kind;
  expect(kind('ask for CT brain, known AF on warfarin')).toBe('free');
  expect(kind('can I ask the status of B7K-42Q')).not.toBe('ask');
  expect(kind('answer B7K-42Q echo normal')).toBe('answer');
  expect(kind('answer question B7K-42Q echo normal')).toBe('answer-question');
  expect(kind('ask B7K-42Q is the echo normal?')).toBe('ask');
});
