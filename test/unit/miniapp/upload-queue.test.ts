import { expect, test, vi } from 'vitest';
import type { UploadAsked, UploadStanding } from '#src/contract/upload.ts';
import { Refusal } from '../../../miniapp/api/refusal.ts';
import type { UploadDoor } from '../../../miniapp/uploading/send-file.ts';
import { UnfinishedUploads } from '../../../miniapp/uploading/unfinished.ts';
import { uploadKey } from '../../../miniapp/uploading/upload-key.ts';
import { percentOf, UploadQueue } from '../../../miniapp/uploading/upload-queue.ts';

const aFile = (name: string, content: string) => new File([content], name, { lastModified: 1 });

class Drawer {
  kept: string | null = null;
  getItem = () => this.kept;
  setItem = (_key: string, value: string) => {
    this.kept = value;
  };
}

/** Takes everything in one piece; says no where `no` does. */
function aDoor(no: (asked: UploadAsked) => Refusal | undefined = () => undefined) {
  const names: string[] = [];
  let size = 0;
  const standing = (received: number, state: UploadStanding['state']): UploadStanding => ({
    id: `u-${names.length}`,
    received,
    bytes: size,
    pieceBytes: 1_000,
    state,
    referral: 'ref-1',
  });
  const door: UploadDoor = {
    async beginUpload(asked) {
      const refusal = no(asked);
      if (refusal) throw refusal;
      names.push(asked.name);
      size = asked.bytes;
      return standing(0, 'receiving');
    },
    uploadStanding: async () => standing(0, 'receiving'),
    putPiece: async () => standing(size, 'receiving'),
    finishUpload: async () => standing(size, 'kept'),
  };
  return { door, names };
}

function aQueue(door: UploadDoor, limitBytes = 100) {
  const drawer = new Drawer();
  const onKept = vi.fn();
  const unfinished = new UnfinishedUploads(drawer, 'lam');
  const queue = new UploadQueue({
    door,
    unfinished,
    wait: async () => undefined,
    today: () => '2026-11-23',
    limitBytes,
    onKept,
  });
  return { queue, drawer, onKept, unfinished };
}

test('several files go one after the other, and each ends as kept', async () => {
  const { door, names } = aDoor();
  const { queue, onKept, unfinished } = aQueue(door);
  queue.add([aFile('a.pdf', 'aaa'), aFile('b.jpg', 'bb')], { referral: 'ref-1' });

  await vi.waitFor(() => expect(queue.parcels.now.map(({ is }) => is)).toEqual(['kept', 'kept']));
  expect(names).toEqual(['a.pdf', 'b.jpg']);
  expect(onKept).toHaveBeenCalledTimes(2);
  expect(unfinished.list()).toEqual([]);
});

test('an empty file and one that is too large are refused before anything is sent', () => {
  const { door, names } = aDoor();
  const { queue } = aQueue(door, 5);
  queue.add([aFile('empty.txt', ''), aFile('large.txt', 'more than five')], {});

  expect(queue.parcels.now.map((one) => (one.is === 'refused' ? one.why : one.is))).toEqual([
    'upload.empty',
    'upload.too-large',
  ]);
  expect(names).toEqual([]);
});

test('a file that was stopped says why, does not hold up the others, and is sent again on a tap', async () => {
  let closed = true;
  const { door } = aDoor(({ name }) =>
    closed && name === 'a.pdf' ? new Refusal('referral.wrong-state', 409) : undefined,
  );
  const { queue } = aQueue(door);
  queue.add([aFile('a.pdf', 'aaa'), aFile('b.jpg', 'bb')], { referral: 'ref-1' });
  await vi.waitFor(() => expect(queue.parcels.now.map(({ is }) => is)).toEqual(['stopped', 'kept']));

  expect(queue.parcels.now[0]).toMatchObject({ why: 'referral.wrong-state' });
  closed = false;
  queue.again(queue.parcels.now[0]?.key ?? '');
  await vi.waitFor(() => expect(queue.parcels.now[0]?.is).toBe('kept'));
});

test('the same file for the same referral has the same key on another day; for a hotline the day is part of it', () => {
  const file = { path: 'a.pdf', size: 3, lastModified: 1 };

  expect(uploadKey(file, { referral: 'r' }, '2026-11-23')).toBe(uploadKey(file, { referral: 'r' }, '2026-11-24'));
  expect(uploadKey(file, { hotline: 'h' }, '2026-11-23')).not.toBe(uploadKey(file, { hotline: 'h' }, '2026-11-24'));
  expect(uploadKey(file, { referral: 'r' }, '')).not.toBe(uploadKey({ ...file, path: 'b.pdf' }, { referral: 'r' }, ''));
});

test('what a browser remembers of an unfinished upload holds no name, and is forgotten after a day', () => {
  const drawer = new Drawer();
  let now = 1_000;
  const unfinished = new UnfinishedUploads(drawer, 'lam', () => now);
  unfinished.remember('u-1', 42);

  expect(unfinished.list()).toEqual([{ id: 'u-1', bytes: 42, at: 1_000 }]);
  now += 24 * 60 * 60 * 1000;
  expect(unfinished.list()).toEqual([]);
});

test('a hundred per cent is shown only for what is really kept', () => {
  expect(percentOf({ received: 100, bytes: 100, is: 'checking' })).toBe(99);
  expect(percentOf({ received: 0, bytes: 100, is: 'kept' })).toBe(100);
  expect(percentOf({ received: 50, bytes: 200, is: 'paused' })).toBe(25);
});
