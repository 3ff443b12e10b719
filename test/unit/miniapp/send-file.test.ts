import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UploadStanding } from '#src/contract/upload.ts';
import { Refusal } from '../../../miniapp/api/refusal.ts';
import { type Sending, sendFile, type UploadDoor } from '../../../miniapp/uploading/send-file.ts';

/** How the network fails on one call: not at all, before the service heard it, after it did, or half way through a piece. */
type Cut = 'none' | 'before' | 'after' | 'half';

/** A service that keeps pieces as the real one does, behind a network that fails by plan. */
class CutNetwork implements UploadDoor {
  body = Buffer.alloc(0);
  state: UploadStanding['state'] = 'receiving';
  finishes = 0;
  spoilOnce = false;
  readonly #plan: Cut[];
  readonly #size: number;
  readonly #pieceBytes: number;

  constructor(size: number, pieceBytes: number, plan: readonly Cut[]) {
    this.#size = size;
    this.#pieceBytes = pieceBytes;
    this.#plan = [...plan];
  }

  #standing = (): UploadStanding => ({
    id: 'upload-1',
    received: this.body.length,
    bytes: this.#size,
    pieceBytes: this.#pieceBytes,
    state: this.state,
  });

  async #through(work: (cut: Cut) => void | Promise<void>): Promise<UploadStanding> {
    const cut = this.#plan.shift() ?? 'none';
    if (cut !== 'before') await work(cut);
    if (cut !== 'none') throw new Refusal('net.offline', 0);
    return this.#standing();
  }

  beginUpload = () => this.#through(() => undefined);
  uploadStanding = () => this.#through(() => undefined);

  putPiece = (_id: string, from: number, piece: Blob) =>
    this.#through(async (cut) => {
      const bytes = Buffer.from(await piece.arrayBuffer());
      // Half a piece that came through a cut line is not kept: the service keeps whole requests only.
      if (cut === 'half') return;
      if (from !== this.body.length)
        throw new Refusal('referral.changed-meanwhile', 409, { received: this.body.length });
      this.body = Buffer.concat([this.body, bytes]);
      if (this.spoilOnce) {
        this.spoilOnce = false;
        this.body[0] = (this.body[0] ?? 0) ^ 255;
      }
    });

  finishUpload = (_id: string, sha256: string) =>
    this.#through(() => {
      this.finishes += 1;
      if (createHash('sha256').update(this.body).digest('hex') === sha256) {
        this.state = 'kept';
        return;
      }
      this.body = Buffer.alloc(0);
      throw new Refusal('upload.hash-mismatch', 422, { received: 0 });
    });
}

const sending = (door: UploadDoor, bytes: Uint8Array, more: Partial<Sending> = {}): Sending => ({
  asked: { key: 'a-key-of-a-file', name: 'ECG.pdf', bytes: bytes.length },
  // Node's own Blob takes the bytes as they are.
  file: new Blob([bytes as BlobPart]),
  door,
  on: () => undefined,
  wait: async () => undefined,
  gone: () => false,
  ...more,
});

const aCut = fc.constantFrom<Cut>('none', 'none', 'before', 'after', 'half');

describe('sending a file', () => {
  test('wherever the network is cut, the bytes that arrive are exactly the bytes of the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 4_000 }),
        fc.integer({ min: 1, max: 900 }),
        fc.array(aCut, { maxLength: 40 }),
        async (bytes, pieceBytes, plan) => {
          const door = new CutNetwork(bytes.length, pieceBytes, plan);
          const ended = await sendFile(sending(door, bytes));

          expect(ended).toMatchObject({ state: 'kept', received: bytes.length });
          expect(door.body.equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('wherever a first visit stopped, a second one goes on and ends with exactly the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 2, maxLength: 3_000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        async (bytes, pieceBytes, stop) => {
          const door = new CutNetwork(bytes.length, pieceBytes, []);
          door.body = Buffer.from(bytes.subarray(0, stop % bytes.length));

          expect(await sendFile(sending(door, bytes))).toMatchObject({ state: 'kept' });
          expect(door.body.equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a byte that changed on the way is noticed at the end, and the file is sent anew', async () => {
    const bytes = new Uint8Array(1_000).fill(7);
    const door = new CutNetwork(bytes.length, 300, []);
    door.spoilOnce = true;

    expect(await sendFile(sending(door, bytes))).toMatchObject({ state: 'kept' });
    expect(door.body.equals(Buffer.from(bytes))).toBe(true);
    expect(door.finishes).toBe(2);
  });

  test('a refusal by a rule ends the sending with its code; it is not tried again and again', async () => {
    const door = new CutNetwork(10, 10, []);
    door.beginUpload = async () => {
      throw new Refusal('referral.wrong-state', 409);
    };

    await expect(sendFile(sending(door, new Uint8Array(10)))).rejects.toMatchObject({ code: 'referral.wrong-state' });
  });

  test('what the person is told is true: progress never shows more than arrived', async () => {
    const bytes = new Uint8Array(1_000);
    const door = new CutNetwork(bytes.length, 100, ['none', 'none', 'after', 'before', 'none']);
    const told: string[] = [];
    await sendFile(
      sending(door, bytes, {
        on: ({ is, received }) => {
          expect(received).toBeLessThanOrEqual(door.body.length);
          told.push(is);
        },
      }),
    );

    expect(told).toContain('paused');
    expect(told.at(-1)).toBe('checking');
  });

  test('taken off the list, it stops between two pieces', async () => {
    const bytes = new Uint8Array(1_000);
    const door = new CutNetwork(bytes.length, 100, []);
    const gone = () => door.body.length >= 300;

    expect(await sendFile(sending(door, bytes, { gone }))).toBe('gone');
    expect(door.body.length).toBe(300);
  });

  test('a service that answers every piece with a fault is given time, ever more of it, and then the person is told', async () => {
    const door = new CutNetwork(10, 10, []);
    const pauses: number[] = [];
    door.putPiece = async () => {
      throw new Refusal('store.unreachable', 503);
    };

    await expect(
      sendFile(sending(door, new Uint8Array(10), { wait: async (tries) => void pauses.push(tries) })),
    ).rejects.toMatchObject({ code: 'store.unreachable' });
    expect(pauses).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a lost network is waited for as long as it takes', async () => {
    const bytes = new Uint8Array(10).fill(3);
    const door = new CutNetwork(10, 10, ['none', ...Array.from({ length: 60 }, () => 'before' as const)]);

    expect(await sendFile(sending(door, bytes))).toMatchObject({ state: 'kept' });
  });

  test('a service that names the same place again and again does not keep the phone busy for ever', async () => {
    const door = new CutNetwork(10, 10, []);
    let asked = 0;
    door.putPiece = async () => {
      asked += 1;
      throw new Refusal('referral.changed-meanwhile', 409, { received: 0 });
    };

    await expect(sendFile(sending(door, new Uint8Array(10)))).rejects.toMatchObject({
      code: 'referral.changed-meanwhile',
    });
    expect(asked).toBeLessThan(10);
  });
});
