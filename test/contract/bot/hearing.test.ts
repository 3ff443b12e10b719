import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handleIncoming, type Kept } from '#bot/handlers/handle.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import type { Errand } from '#src/domain/errand.ts';
import type { Person } from '#src/domain/people/person.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aHouse, alvin, cheung, lam, shared, yip } from '#test/builders/a-house.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { theSafety } from '#test/builders/the-safety.ts';

const read = makeReader(loadKnowledge());
const group = 'cidTmCardio/Hotline+01==';
const story =
  'refer CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967, chest pain 2h, on warfarin 3mg daily, allergic to penicillin (rash). Urgent.';

let store: TestStore;
let handle: (kept: Kept) => Promise<void>;
const ended: string[] = [];
beforeEach(async () => {
  store = await aStore();
  ended.length = 0;
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
    uploadPath: (referral) => `/app/upload${referral ? `?r=${referral}` : ''}`,
    groupOfSpace: () => undefined,
    endScreens: (person) => void ended.push(person),
  });
  handle = (kept) => store.ledger.write((page) => react(kept, page));
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const userOf = (who: Person): string => who.dingtalk[0]?.user ?? '';
const says = (who: Person | string, text: string, more: object = {}): Promise<void> =>
  handle({
    tenant: shared,
    kind: 'robot',
    data: JSON.stringify({
      msgId: 'm',
      msgtype: 'text',
      conversationType: '2',
      conversationId: group,
      senderStaffId: typeof who === 'string' ? who : userOf(who),
      createAt: store.clock.now().getTime(),
      text: { content: ` ${text}` },
      ...more,
    }),
  });
const alone = (who: Person, text: string): Promise<void> =>
  says(who, text, { conversationType: '1', conversationId: `chat-${who.id}` });
const taps = (who: Person | string, track: string, params: object): Promise<void> =>
  handle({
    tenant: shared,
    kind: 'card',
    data: JSON.stringify({
      outTrackId: track,
      userId: typeof who === 'string' ? who : userOf(who),
      corpId: 'c',
      content: JSON.stringify({ cardPrivateData: { actionIds: ['b1'], params } }),
    }),
  });

const referrals = async (): Promise<readonly Referral[]> =>
  (await store.ledger.read((page) => page.referrals.list({ limit: 20 }))).map(({ referral }) => referral);
const only = async (): Promise<Referral> => {
  const [one, ...more] = await referrals();
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} referrals`);
  return one;
};
const errands = async (): Promise<readonly Errand[]> => {
  const { rows } = await store.pool.query<{ sealed: Uint8Array }>('select sealed from errands order by id');
  return Promise.all(
    rows.map(
      async ({ sealed }) =>
        JSON.parse(Buffer.from(await store.vault.openForService('errand', sealed)).toString('utf8')) as Errand,
    ),
  );
};
const words = async (): Promise<readonly string[]> =>
  (await errands()).flatMap((one) => (one.do === 'say' ? one.words.map(({ key }) => key) : []));
/** The author's own card, as if it had been posted. */
const card = async (referral: Referral): Promise<string> => {
  await store.ledger.write((page) =>
    page.posted.keepCard({
      referral: referral.id,
      placeKey: 'group',
      track: `t-${referral.id}`,
      template: 't',
      shownVersion: 0,
      way: 'card',
    }),
  );
  return `t-${referral.id}`;
};
const sent = async (): Promise<Referral> => {
  await says(alvin, story);
  const track = await card(await only());
  await taps(alvin, track, { action: 'correct', field: 'consent', value: 'spoken' });
  const draft = await only();
  await taps(alvin, track, { action: 'ask-sign-off', contentVersion: String(draft.contentVersion) });
  await taps(lam, track, { action: 'sign', contentVersion: String(draft.contentVersion) });
  return only();
};

describe('what doctors say', () => {
  test('a note in the hotline becomes one draft with its findings, and a second note joins it', async () => {
    await says(alvin, story);
    await says(alvin, 'add BP 150/90, troponin 54 ng/L');
    const referral = await only();
    const content = await store.ledger.read((page) => page.referrals.content(referral));
    expect(referral).toMatchObject({ author: alvin.id, urgency: 'urgent', standing: { state: 'draft' } });
    expect(content.identity).toMatchObject({ hkid: 'A123456(3)', hkidValid: true, nameZh: '陳小明' });
    expect(content.allergiesSaid).toBe('given');
    expect(content.findings.some((finding) => finding.type === 'result')).toBe(true);
  });

  test('an HKID with a wrong check digit is kept, marked, and asked about', async () => {
    await says(alvin, story.replace('A123456(3)', 'A123456(4)'));
    const content = await store.ledger.read(async (page) => page.referrals.content(await only()));
    expect(content.identity).toMatchObject({ hkid: 'A123456(4)', hkidValid: false });
  });

  test('another patient in the same conversation begins another draft', async () => {
    await says(alvin, story);
    await says(alvin, 'refer WONG Tai Man 黃大文 K123456(0) M 2/3/1950, cough for a week, routine');
    expect(await referrals()).toHaveLength(2);
  });

  test('without any HKID, another name and another date of birth begin another draft; one of the two alone is asked about', async () => {
    await says(alvin, 'refer CHAN Siu Ming M 1/4/1967, chest pain 2h. Urgent.');
    await says(alvin, 'refer WONG Tai Man M 2/3/1950, cough for a week, routine');
    expect(await referrals()).toHaveLength(2);
    await says(alvin, 'refer WONG Tai Wan M 2/3/1950, cough for a week, routine');
    expect(await referrals()).toHaveLength(2);
  });

  test('a greeting begins nothing', async () => {
    await says(alvin, 'hello');
    expect(await referrals()).toHaveLength(0);
  });

  test('somebody Baton does not know is told so, and nothing begins', async () => {
    await says('u-fung', story);
    expect(await referrals()).toHaveLength(0);
    expect(await words()).toEqual(['refused.person.unknown']);
  });

  test('a person who left is a stranger at once, and their screens end', async () => {
    await handle({
      tenant: shared,
      kind: 'event',
      eventType: 'user_leave_org',
      data: JSON.stringify({ timeStamp: '1', userId: [userOf(alvin)] }),
    });
    await says(alvin, story);
    expect(await referrals()).toHaveLength(0);
    expect(ended).toEqual([alvin.id]);
  });

  test('a quoted file that DingTalk does not hand out is answered with the way that works', async () => {
    await says(alvin, 'add this', {
      text: { content: ' add this', isReplyMsg: true, repliedMsg: { msgType: 'unknownMsgType' } },
    });
    expect(await words()).toContain('answer.quoted-unknown');
  });

  test('a message without its text because the quota is used up is said aloud', async () => {
    await says(alvin, '', { text: undefined, errorCode: 20001, errorMessage: 'quota' });
    expect(await words()).toEqual(['answer.quota-over']);
  });

  test('a slip of the finger gets a suggestion and does nothing', async () => {
    const referral = await sent();
    await alone(cheung, `acept ${referral.code}`);
    expect((await only()).standing.state).toBe('sent');
    expect((await words()).at(-1)).toBe('answer.suggest');
  });

  test('the answer to a search goes one to one, never into the group', async () => {
    await says(alvin, story);
    await says(alvin, 'find 陳小明');
    const said = (await errands()).filter((one) => one.do === 'say');
    const found = said.find(({ words: [first] }) => first?.key === 'answer.found');
    expect(found?.place.in).toBe('chat');
    expect(
      said
        .filter(({ place }) => place.in === 'group')
        .every(({ words: all }) => all.every(({ key }) => key !== 'answer.found')),
    ).toBe(true);
  });

  test('a search by somebody without leave finds what a stranger would find: nothing', async () => {
    await says(alvin, story);
    await alone(cheung, 'find A123456(3)');
    expect((await words()).at(-1)).toBe('answer.nothing-found');
  });
});

describe('taps', () => {
  test('an incomplete draft is not sent for sign-off', async () => {
    await says(alvin, story);
    const referral = await only();
    await taps(alvin, await card(referral), {
      action: 'ask-sign-off',
      contentVersion: String(referral.contentVersion),
    });
    expect((await only()).standing.state).toBe('draft');
    expect((await words()).at(-1)).toBe('refused.referral.incomplete');
  });

  test('a patient who refused is not sent anywhere', async () => {
    await says(alvin, story);
    const track = await card(await only());
    await taps(alvin, track, { action: 'correct', field: 'consent', value: 'refused' });
    await taps(alvin, track, { action: 'ask-sign-off', contentVersion: String((await only()).contentVersion) });
    expect((await only()).standing.state).toBe('draft');
    expect((await words()).at(-1)).toBe('refused.consent.missing');
  });

  test('pressing sign twice leaves one signature, and a stale card signs nothing', async () => {
    const referral = await sent();
    expect(referral).toMatchObject({ standing: { state: 'sent' }, signature: { by: lam.id, via: 'card' } });
    const track = `t-${referral.id}`;
    await taps(lam, track, { action: 'sign', contentVersion: String(referral.contentVersion) });
    await taps(lam, track, { action: 'sign', contentVersion: String(referral.contentVersion - 1) });
    const after = await only();
    expect(after.signature).toEqual(referral.signature);
    expect((await words()).at(-1)).toBe('refused.referral.stale-card');
  });

  test('somebody else pressing sign is told that it waits for another', async () => {
    await says(alvin, story);
    const track = await card(await only());
    await taps(alvin, track, { action: 'correct', field: 'consent', value: 'spoken' });
    const draft = await only();
    await taps(alvin, track, { action: 'ask-sign-off', contentVersion: String(draft.contentVersion) });
    await taps(cheung, track, { action: 'sign', contentVersion: String(draft.contentVersion) });
    expect((await only()).standing.state).toBe('awaiting-sign-off');
    expect((await words()).at(-1)).toBe('refused.referral.not-yours');
  });

  test('a stranger’s tap and a tap on a card of nothing change nothing', async () => {
    const referral = await sent();
    await taps('u-fung', `t-${referral.id}`, { action: 'accept' });
    await taps(cheung, 'a-card-of-nothing', { action: 'accept' });
    expect(await only()).toEqual(referral);
    expect((await words()).slice(-2)).toEqual(['refused.person.unknown', 'refused.referral.not-found']);
  });
});

describe('the loop', () => {
  test('what cannot be taken back is asked about, and only "yes" does it', async () => {
    const referral = await sent();
    await alone(cheung, `decline ${referral.code} not our service, please ask cardiology`);
    expect((await only()).standing.state).toBe('sent');
    await alone(cheung, 'no');
    await alone(cheung, 'yes');
    expect((await only()).standing.state).toBe('sent');
    await alone(cheung, `decline ${referral.code} not our service, please ask cardiology`);
    await alone(cheung, 'yes');
    expect((await only()).standing).toMatchObject({ state: 'declined', by: cheung.id });
  });

  test('a second live referral of the patient to the same place is known before it is sent', async () => {
    const first = await sent();
    await alone(alvin, story);
    const second = (await referrals()).find(({ id }) => id !== first.id);
    if (!second) throw new Error('no second draft');
    const live = await store.ledger.read((page) => page.referrals.live(second.patient, second.to, second.id));
    expect(live.map(({ code }) => code)).toEqual([first.code]);
  });

  test('a visit is booked in words, missed, booked anew, attended', async () => {
    const { code } = await sent();
    await alone(cheung, `accept ${code}`);
    await alone(yip, `book ${code} tomorrow 3pm`);
    expect((await only()).standing).toMatchObject({ state: 'booked', visit: { at: new Date('2026-11-24T07:00:00Z') } });
    store.clock.pass(2 * 24 * 60);
    await alone(yip, `missed ${code}`);
    await alone(yip, 'yes');
    expect((await only()).standing.state).toBe('did-not-attend');
    await alone(yip, `book ${code} 26/11 10:00`);
    await alone(yip, `attended ${code}`);
    expect((await only()).standing.state).toBe('attended');
  });

  test('events nobody reacts to, and nonsense, do no harm', async () => {
    for (const data of ['not json', '[]', 'null', '{"data":"x"}', '{}']) {
      await handle({ tenant: shared, kind: 'robot', data });
      await handle({ tenant: shared, kind: 'card', data });
      for (const eventType of [
        'bpms_instance_change',
        'user_leave_org',
        'robot_msg_read',
        'storage_dentry_create',
        'brand_new_event',
      ])
        await handle({ tenant: shared, kind: 'event', eventType, data });
    }
    expect(await referrals()).toHaveLength(0);
  });
});
