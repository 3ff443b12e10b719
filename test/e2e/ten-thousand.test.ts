import { expect, test } from 'vitest';
import { handleIncoming } from '#bot/handlers/handle.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';
import { parseHkid } from '#src/domain/identity/hkid.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import { aHouse, alvin, lam, shared } from '#test/builders/a-house.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { theSafety } from '#test/builders/the-safety.ts';

const read = makeReader(loadKnowledge());
const group = 'cidTmCardio/Hotline+01==';
const patients = 30;
const notesEach = 40;

/** Small, even, and the same for the same seed on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What DingTalk may do with a list of events in the worst of weathers: out of order, several times, again after long. */
function throughWeather(events: readonly Incoming[], pushes: number, roll: () => number): Incoming[] {
  const again = Array.from({ length: pushes - events.length }, () => events[Math.floor(roll() * events.length)]);
  const all = [...events, ...again].filter((one): one is Incoming => one !== undefined);
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(roll() * (last + 1));
    [all[last], all[other]] = [all[other] as Incoming, all[last] as Incoming];
  }
  return all;
}

/** The n-th made-up identity card number that passes its check. */
function anHkid(n: number): string {
  const found = [...'0123456789A'].map((check) => `A${123_456 + n}(${check})`).find((one) => parseHkid(one)?.isValid);
  if (!found) throw new Error('every number has one check character');
  return found;
}

const userOf = (who: typeof alvin): string => who.dingtalk[0]?.user ?? '';

function said(key: string, who: typeof alvin, text: string, at: Date): Incoming {
  const data = { msgId: key, msgtype: 'text', conversationType: '2', conversationId: group };
  const from = { senderStaffId: userOf(who), createAt: at.getTime(), text: { content: ` ${text}` } };
  return { tenant: shared, key, kind: 'robot', topic: 'robot', at, data: JSON.stringify({ ...data, ...from }) };
}

function tapped(key: string, who: typeof alvin, track: string, params: object, at: Date): Incoming {
  const content = JSON.stringify({ cardPrivateData: { actionIds: ['b1'], params } });
  const data = JSON.stringify({ outTrackId: track, userId: userOf(who), corpId: 'c', content });
  return { tenant: shared, key, kind: 'card', topic: 'card', at, data };
}

/** A service over the store of the others before it: it can be stopped in the middle and begun again. */
async function aService(before?: TestStore): Promise<TestStore> {
  const store = await aStore(before ? { url: before.url, dataDir: before.dataDir, clock: before.clock } : {});
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
  await store.inbox.start((incoming, page) => react(incoming, page));
  return store;
}

const drained = (store: TestStore) =>
  expect.poll(async () => (await store.inbox.waiting()).waiting, { timeout: 240_000, interval: 20 }).toBe(0);

const referralsIn = async (store: TestStore): Promise<readonly Referral[]> =>
  (await store.ledger.read((page) => page.referrals.list({ limit: 200 }))).map(({ referral }) => referral);

test.each([1, 7, 20_261_123])(
  'ten thousand events, repeated and out of order, through two restarts: each effect once (seed %i)',
  async (seed) => {
    const roll = dice(seed);
    let store = await aService();
    const at = store.clock.now();
    for (let n = 0; n < patients; n += 1) {
      const story = `refer CHAN Siu Ming ${anHkid(n)} M 1/4/1967, chest pain for ${n + 2} days, on warfarin 3mg daily, allergic to penicillin. Urgent.`;
      await store.inbox.keep(said(`refer-${n}`, alvin, story, at));
      await drained(store);
    }
    const drafts = await referralsIn(store);
    expect(drafts).toHaveLength(patients);

    // In letters only: figures beside letters could be read as a dose, and a doubtful dose would be asked about before sign-off.
    const letters = (n: number) =>
      `${String.fromCharCode(97 + Math.floor(n / 26))}${String.fromCharCode(97 + (n % 26))}`;
    const marker = (draft: Referral, n: number) => `came to clinic zq${letters(drafts.indexOf(draft))}q${letters(n)}q`;
    const notes = drafts.flatMap((draft) =>
      Array.from({ length: notesEach }, (_, n) =>
        said(`add-${draft.code}-${n}`, alvin, `add ${draft.code} ${marker(draft, n)}`, at),
      ),
    );
    const pushes = throughWeather(notes, 9_000, roll);
    const restarts = [
      Math.floor(pushes.length * (0.2 + roll() * 0.2)),
      Math.floor(pushes.length * (0.6 + roll() * 0.2)),
    ];
    let kept = 0;
    for (let sent = 0; sent < pushes.length; sent += 50) {
      if (restarts.some((moment) => moment >= sent && moment < sent + 50)) {
        await store.inbox.stop();
        await store.close();
        store = await aService(store);
      }
      const answers = await Promise.all(pushes.slice(sent, sent + 50).map((one) => store.inbox.keep(one)));
      kept += answers.filter(Boolean).length;
    }
    await drained(store);
    expect(kept).toBe(notes.length);

    for (const draft of drafts) {
      const content = await store.ledger.read(async (page) => {
        const row = await page.referrals.get(draft.id);
        return page.referrals.content(row?.referral ?? draft);
      });
      const counted = Array.from(
        { length: notesEach },
        (_, n) => content.notes.filter(({ text }) => text.includes(marker(draft, n))).length,
      );
      expect(counted).toEqual(Array.from({ length: notesEach }, () => 1));
    }

    // Many thumbs on the same buttons, some taps before what they need has happened.
    await store.ledger.write(async (page) => {
      for (const { id, code } of drafts) {
        const card = {
          referral: id,
          placeKey: 'group',
          track: `t-${code}`,
          template: 't',
          shownVersion: 0,
          way: 'card',
        } as const;
        await page.posted.keepCard(card);
      }
    });
    const tap = (name: string, draft: Referral, who: typeof alvin, params: object) =>
      tapped(`${name}-${draft.code}`, who, `t-${draft.code}`, params, at);
    const consents = drafts.map((draft) =>
      tap('consent', draft, alvin, { action: 'correct', field: 'consent', value: 'spoken' }),
    );
    for (const one of throughWeather(consents, 300, roll)) await store.inbox.keep(one);
    await drained(store);
    const ready = await referralsIn(store);
    const asks = ready.map((draft) =>
      tap('ask', draft, alvin, { action: 'ask-sign-off', contentVersion: String(draft.contentVersion) }),
    );
    for (const one of throughWeather(asks, 300, roll)) await store.inbox.keep(one);
    await drained(store);
    const signs = ready.flatMap((draft) =>
      [0, 1, 2].map((n) =>
        tap(`sign${n}`, draft, lam, { action: 'sign', contentVersion: String(draft.contentVersion) }),
      ),
    );
    for (const one of throughWeather(signs, 400, roll)) await store.inbox.keep(one);
    await drained(store);

    const signed = await referralsIn(store);
    for (const { id } of signed) {
      const trail = await store.ledger.read((page) => page.trail.of(id));
      const times = (what: string) => trail.filter((one) => one.what === what).length;
      expect({ asked: times('sign-off-asked'), signed: times('signed') }).toEqual({ asked: 1, signed: 1 });
    }
    expect((await store.inbox.waiting()).aside).toBe(0);
    await store.inbox.stop();
    await store.close();
    await store.drop();
  },
  300_000,
);
