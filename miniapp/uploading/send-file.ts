import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { UploadAsked, UploadStanding } from '#src/contract/upload.ts';
import { Refusal } from '../api/refusal.ts';

/** Where the pieces go. Each call may fail; nothing is lost by asking again. */
export interface UploadDoor {
  beginUpload(asked: UploadAsked): Promise<UploadStanding>;
  uploadStanding(id: string): Promise<UploadStanding>;
  putPiece(id: string, from: number, piece: Blob): Promise<UploadStanding>;
  finishUpload(id: string, sha256: string): Promise<UploadStanding>;
}

export type Sending = {
  readonly asked: UploadAsked;
  readonly file: Blob;
  readonly door: UploadDoor;
  readonly on: (news: {
    readonly is: 'sending' | 'paused' | 'checking';
    readonly received: number;
    readonly id?: string;
  }) => void;
  /** A pause before the next try; it may end early when the network is back. */
  readonly wait: (tries: number) => Promise<void>;
  /** True once the person took it off the list. */
  readonly gone: () => boolean;
};

/** What the service holds when the bytes it promised are not the ones that came: begun anew, once. */
const anew = 1;
/** A lost network is waited for as long as it takes. A service that answers, and so often answers with a fault, is not: the person is told. */
const faultsInARow = 8;

/**
 * Sends one file in pieces until the service has kept it or refused it. Whatever happens to the network between, the bytes that
 * arrive are exactly the bytes of the file: the service says where to go on, and the fingerprint at the end proves it.
 */
export async function sendFile(sending: Sending): Promise<UploadStanding | 'gone'> {
  const { asked, file, door, on, gone } = sending;
  const hash = new RunningHash(file);
  let standing = await untilAnswered(sending, 0, () => door.beginUpload(asked));
  let begunAnew = 0;
  let tries = 0;
  let faults = 0;
  while (standing.state === 'receiving') {
    if (gone()) return 'gone';
    const { id, received, pieceBytes } = standing;
    try {
      if (received < file.size) {
        on({ is: 'sending', received, id });
        standing = await door.putPiece(id, received, file.slice(received, Math.min(file.size, received + pieceBytes)));
        await hash.upTo(standing.received);
        [tries, faults] = [0, 0];
      } else {
        on({ is: 'checking', received, id });
        standing = await door.finishUpload(id, await hash.whole());
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'upload.hash-mismatch' && begunAnew++ >= anew) throw error;
      if (!goesOn(error)) throw error;
      const nothingNew = error.details['received'] === received;
      if ((error.status >= 500 || nothingNew) && ++faults >= faultsInARow) throw error;
      tries += 1;
      standing = await whereItStands(sending, standing, error, tries);
    }
  }
  return standing;
}

/** The service named the place to go on, or the network failed and it is asked. Every other refusal ends the sending. */
const goesOn = (error: Refusal): boolean => error.passes || typeof error.details['received'] === 'number';

async function whereItStands(
  sending: Sending,
  last: UploadStanding,
  error: Refusal,
  tries: number,
): Promise<UploadStanding> {
  const { received } = error.details;
  if (typeof received === 'number') return { ...last, received };
  return untilAnswered(sending, last.received, () => sending.door.uploadStanding(last.id), { error, tries });
}

async function untilAnswered(
  { on, wait, gone }: Sending,
  received: number,
  ask: () => Promise<UploadStanding>,
  before?: { readonly error: Refusal; readonly tries: number },
): Promise<UploadStanding> {
  let trouble = before?.error;
  let faults = 0;
  for (let tries = before?.tries ?? 0; ; tries += 1) {
    if (trouble) {
      on({ is: 'paused', received });
      await wait(tries);
    }
    if (gone() && trouble) throw trouble;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.passes) throw error;
      if (error.status >= 500 && ++faults >= faultsInARow) throw error;
      trouble = error;
    }
  }
}

/** SHA-256 of a file, read once and piece by piece, so that a film of a heart does not have to fit in the memory of a phone. */
class RunningHash {
  static readonly #step = 4 * 1024 * 1024;
  readonly #file: Blob;
  readonly #hash = sha256.create();
  #done = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  async upTo(end: number): Promise<void> {
    while (this.#done < Math.min(end, this.#file.size)) {
      const next = Math.min(end, this.#file.size, this.#done + RunningHash.#step);
      this.#hash.update(new Uint8Array(await this.#file.slice(this.#done, next).arrayBuffer()));
      this.#done = next;
    }
  }

  async whole(): Promise<string> {
    await this.upTo(this.#file.size);
    return bytesToHex(this.#hash.clone().digest());
  }
}
