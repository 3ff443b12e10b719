import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Bot } from '#bot/handlers/bot.ts';
import { onTap } from '#bot/handlers/on-tap.ts';
import { speech } from '#bot/speech/speech.ts';
import type { DocumentShown } from '#src/contract/documents.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import type { CardChange, Messenger, NewCard } from '#src/ports/messenger.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import { answerLive } from '#src/start/live-part.ts';
import { openReadingRoom } from '#src/start/reading-room.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { showReferral } from '#src/usecases/errands/show-referral.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, shared } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

const { patient, id: referral } = aReferral();
const user = alvin.dingtalk[0]?.user ?? ('' as never);
const place = { tenant: shared, in: 'chat', user } as const;
const room = openReadingRoom();
afterAll(() => room.close());
let door: Awaited<ReturnType<typeof aDoor>>;
const posted: NewCard[] = [];
const changed: CardChange[] = [];

beforeEach(async () => {
  door = await aDoor();
  posted.length = 0;
  changed.length = 0;
  const content = aContent({
    identity: { nameEn: 'CHAN Siu Ming', hkid: 'A123456(3)', hkidValid: true },
    findings: [],
  });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, content.identity);
    await page.referrals.add(aReferral(), content, undefined, undefined);
  });
});
afterEach(() => door.close());

const upload = (name: string, kind: string) => ({
  id: id<UploadId>(name),
  referral,
  patient,
  by: alvin.id,
  state: 'kept' as const,
  kind,
  origin: { way: 'page', session: 's' } as const,
  name: `${name} of CHAN.txt`,
  at: door.store.clock.now(),
});

async function keep(name: string, words: string): Promise<void> {
  await door.store.files.keep(patient, name, Readable.from([Buffer.from(words)]), 1_000_000);
  await door.store.ledger.write((page) => page.uploads.add(upload(name, 'text')));
}

const read = async (name: string, through: Pick<ReadingRoom, 'open'> = room): Promise<void> => {
  const done = await readUpload({
    ...door.parts.world,
    ...door.parts.uploads,
    room: {
      read: (file) => room.read(file),
      open: (file, depth, onPage) => through.open(file, depth, onPage),
      more: (file, depth, from) => room.more(file, depth, from),
      picture: (file, page) => room.picture(file, page),
      sound: (file) => room.sound(file),
      copy: (file, line) => room.copy(file, line),
      close: () => room.close(),
    },
  })({ do: 'read-upload', upload: id<UploadId>(name), referral }, { lane: 'soon', tries: 0 } as never);
  await door.store.ledger.write(async (page) => done.is === 'done' && (await done.keep?.(page)));
};

/** The author's card as DingTalk gets it. */
const show = async (): Promise<Record<string, string>> => {
  const messenger: Pick<Messenger, 'postCard' | 'changeCard'> = {
    postCard: async (card) => {
      posted.push(card);
      return {};
    },
    changeCard: async (change) => void changed.push(change),
  };
  const done = await showReferral({
    ...door.parts.world,
    speech,
    messengerOf: () => messenger as Messenger,
    templateOf: () => 't',
    groupLanguage: () => 'en',
    publicUrl: () => 'https://b.example',
    liveParts: () => true,
  })({ do: 'show-referral', referral, place }, { lane: 'soon' } as never);
  await door.store.ledger.write(async (page) => done.is === 'done' && (await done.keep?.(page)));
  const last = changed.at(-1) ?? posted.at(-1);
  return { ...last?.values, ...last?.forViewer?.[user] };
};

const tap = (params: Record<string, string>) =>
  door.store.ledger.write(async (page) => {
    const card = await page.posted.card(referral, `chat ${shared} ${user}`);
    // A tap needs no more of the bot than its world.
    await onTap(door.parts.world as unknown as Bot, page, shared, { track: card?.track ?? '', user, params, form: {} });
  });

const live = async () =>
  JSON.stringify(
    await answerLive(
      { world: door.parts.world, tenant: shared, speech },
      JSON.stringify({
        userId: user,
        outTrackId: posted[0]?.track,
        content: JSON.stringify({ dynamicDataSourceQueryRequests: [{ dynamicDataSourceId: 'referral' }] }),
      }),
    ),
  );

const letter = `Name: CHAN Siu Ming
HKID: A123456(3)

Medications:
metformin 500 mg twice daily

Results
Creatinine 110 umol/L
`;

test('a card tells where each file stands, changes in place, and holds no word of what is in them', async () => {
  await keep('one', letter);
  expect((await show())['fields']).toContain('1 · 1 being read');
  await read('one');
  const card = await show();
  expect(card['fields']).toContain('1 · 1 to look at');
  expect(card).toMatchObject({ hasLook: 'true', lookUrl: 'https://b.example/app/r/ref-1?file=one' });
  expect(posted).toHaveLength(1);
  const before = changed.length;
  await show();
  expect(changed).toHaveLength(before);
  const all = JSON.stringify([posted, changed]);
  for (const secret of ['metformin', 'reatinine', '110', 'of CHAN']) expect(all).not.toContain(secret);
  // Who may read it sees the name of the file and what one tap takes over, in the part that is not kept.
  const shown = await live();
  expect(shown).toContain('one of CHAN.txt');
  expect(shown).toContain('one tap takes over (file 1): metformin 500 mg');
});

test('one tap takes over what the card lists, and a tap on an older card takes nothing', async () => {
  await keep('one', letter);
  await read('one');
  const card = await show();
  const place = [1, 2, 3, 4, 5, 6].find((each) => card[`b${each}Action`] === 'take-file');
  expect(card[`b${place}Label`]).toBe('Take over 2 new (file 1)');
  const params = {
    action: 'take-file',
    field: card[`b${place}Field`] ?? '',
    value: card[`b${place}Value`] ?? '',
    contentVersion: card['contentVersion'] ?? '',
  };
  await tap({ ...params, value: '1' });
  const doctor = await door.as(alvin);
  const documents = async () =>
    (await (await doctor.get(`/api/referrals/${referral}/documents`)).json()) as DocumentShown[];
  expect(await documents()).toMatchObject([{ state: 'read' }]);
  await tap(params);
  expect(await documents()).toMatchObject([{ state: 'filed' }]);
  expect(await show()).toMatchObject({ hasLook: 'false' });
});

test('a file that was refused or belongs to somebody else says so on the card, with the reason in words', async () => {
  await keep('other', letter.replace('A123456(3)', 'C123456(9)').replace('CHAN Siu Ming', 'WONG Ka Yan'));
  await keep('empty', '');
  await read('other');
  await read('empty');
  expect((await show())['fields']).toContain('2 · 1 to look at · 1 not read');
  expect(await live()).toContain('stopped: it seems to be about somebody else');
  expect(await live()).toContain('not read: The file was empty.');
});

test('a long file tells its pages on the way, to the card and to the screen', async () => {
  await keep('long', letter);
  await show();
  const doctor = await door.as(alvin);
  const seen: unknown[] = [];
  await read('long', {
    open: async (file, depth, onPage) => {
      onPage?.(1, 12);
      door.store.clock.pass(1);
      onPage?.(3, 12);
      await expect
        .poll(async () => (await (await doctor.get(`/api/referrals/${referral}/documents`)).json()) as unknown, {
          timeout: 20_000,
        })
        .toMatchObject([{ state: 'reading', progress: { page: 3, pages: 12 } }]);
      seen.push((await show())['fields']);
      return room.open(file, depth);
    },
  });
  expect(seen[0]).toContain('1 being read, page 3 of 12');
  const [shown] = (await (await doctor.get(`/api/referrals/${referral}/documents`)).json()) as DocumentShown[];
  expect(shown).not.toHaveProperty('progress');
});
