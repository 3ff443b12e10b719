import { afterEach, beforeEach, expect, test } from 'vitest';
import { handleIncoming } from '#bot/handlers/handle.ts';
import { isSure } from '#src/domain/record/finding.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, shared } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor();
});
afterEach(() => door.close());

test('what DingTalk recognised of a voice is read as a source of its own, with places in the words, and nothing of it is sure', async () => {
  const { world, uploads } = door.parts;
  const react = handleIncoming({
    ...world,
    confirmMinutes: 10,
    standing: async () => ({ link: true, inbox: 0, errands: 0, aside: 0, apiPercent: 1 }),
    uploadPath: () => '/app/upload',
    groupOfSpace: () => undefined,
    endScreens: () => undefined,
  });
  const words = 'CHAN Siu Ming A123456(3), on warfarin 3mg daily, allergic to penicillin';
  await door.store.ledger.write((page) =>
    react(
      {
        tenant: shared,
        kind: 'robot',
        data: JSON.stringify({
          msgId: 'v1',
          msgtype: 'audio',
          conversationType: '1',
          conversationId: 'c1',
          senderStaffId: alvin.dingtalk[0]?.user,
          createAt: door.store.clock.now().getTime(),
          content: { duration: 4000, downloadCode: 'dc', recognition: words },
        }),
      },
      page,
    ),
  );
  const [row] = await door.store.ledger.read((page) => page.referrals.list({ limit: 5 }));
  if (!row) throw new Error('Nothing began');
  const content = await door.store.ledger.read((page) => page.referrals.content(row.referral));
  expect(content.notes).toMatchObject([{ text: words }]);
  const warfarin = content.findings.find(({ name }) => name === 'warfarin');
  const [from = 0, to = 0] = warfarin?.source.span ?? [];
  expect(words.slice(from, to)).toContain('warfarin');
  expect(warfarin?.source.upload).toBe(content.notes[0]?.id);
  expect(content.findings.some(isSure)).toBe(false);

  // The sound itself is fetched and kept; nobody else need hear it.
  const [upload] = await door.store.ledger.read((page) => page.uploads.of(row.referral.id));
  expect(upload).toMatchObject({ state: 'expected', origin: { way: 'message', isHeard: true } });
  await door.store.ledger.write(
    async (page) => upload && page.uploads.keep({ ...upload, state: 'kept', kind: 'audio', mime: 'audio/amr' }),
  );
  const never = () => Promise.reject(new Error('It was heard again'));
  const room = {
    read: never,
    open: never,
    more: never,
    picture: never,
    sound: never,
    copy: never,
    close: async () => undefined,
  };
  const done = readUpload({ ...world, ...uploads, room })(
    { do: 'read-upload', upload: upload?.id as never, referral: row.referral.id },
    {} as never,
  );
  expect(await done).toEqual({ is: 'done' });
});
