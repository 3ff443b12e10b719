import type { UploadStanding } from '#src/contract/upload.ts';
import { codeOf } from '../api/refusal.ts';
import { Shelf } from '../parts/shelf.ts';
import { pathOf } from './chosen-files.ts';
import { type Sending, sendFile, type UploadDoor } from './send-file.ts';
import type { UnfinishedUploads } from './unfinished.ts';
import { type Target, uploadKey } from './upload-key.ts';

export type Parcel = {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly target: Target;
  readonly received: number;
  readonly referral?: string;
} & (
  | { readonly is: 'waiting' | 'sending' | 'paused' | 'checking' | 'kept' }
  | { readonly is: 'refused' | 'stopped'; readonly why: string }
);

type Parts = {
  readonly door: UploadDoor;
  readonly unfinished: UnfinishedUploads;
  readonly wait: Sending['wait'];
  readonly today: () => string;
  readonly limitBytes: number;
  /** A file arrived: what shows the referral should ask again. */
  readonly onKept: (referral: string | undefined) => void;
};

/** Files on their way, one after the other: on a phone's network one at a time arrives sooner, and two never open two drafts. */
export class UploadQueue {
  readonly parcels = new Shelf<readonly Parcel[]>([]);
  readonly #parts: Parts;
  readonly #files = new Map<string, File>();
  #busy = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isSending(): boolean {
    return this.parcels.now.some(
      ({ is }) => is === 'waiting' || is === 'sending' || is === 'paused' || is === 'checking',
    );
  }

  add(files: readonly File[], target: Target): void {
    const parcels = new Map(this.parcels.now.map((one) => [one.key, one]));
    for (const file of files) {
      const { size, lastModified } = file;
      const key = uploadKey({ path: pathOf(file), size, lastModified }, target, this.#parts.today());
      const before = parcels.get(key);
      if (before && before.is !== 'stopped' && before.is !== 'refused') continue;
      const parcel: Parcel = { key, name: file.name, bytes: file.size, target, received: 0, is: 'waiting' };
      this.#files.set(key, file);
      const refusal =
        file.size === 0 ? 'upload.empty' : file.size > this.#parts.limitBytes ? 'upload.too-large' : undefined;
      parcels.set(key, refusal ? { ...parcel, is: 'refused', why: refusal } : parcel);
    }
    this.parcels.put([...parcels.values()]);
    void this.#work();
  }

  again(key: string): void {
    this.#change(key, (parcel) => ({ ...bare(parcel), is: 'waiting' }));
    void this.#work();
  }

  remove(key: string): void {
    this.parcels.put(this.parcels.now.filter((one) => one.key !== key));
    this.#files.delete(key);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#send(next);
    } finally {
      this.#busy = false;
    }
  }

  #next = (): Parcel | undefined => this.parcels.now.find(({ is }) => is === 'waiting');

  async #send(parcel: Parcel): Promise<void> {
    const { key, name, bytes, target } = parcel;
    const file = this.#files.get(key);
    if (!file) return this.remove(key);
    let number: string | undefined;
    try {
      const ended = await sendFile({
        asked: { key, name, bytes, ...target },
        file,
        door: this.#parts.door,
        wait: this.#parts.wait,
        gone: () => !this.#files.has(key),
        on: ({ is, received, id }) => {
          if (id && id !== number) this.#parts.unfinished.remember(id, bytes);
          number = id ?? number;
          this.#change(key, (one) => ({ ...bare(one), is, received }));
        },
      });
      if (ended !== 'gone') this.#end(key, ended);
      if (number) this.#parts.unfinished.forget(number);
    } catch (error) {
      this.#change(key, (one) => ({ ...bare(one), is: 'stopped', why: codeOf(error) }));
    }
  }

  #end(key: string, { id, state, refusal, referral, received }: UploadStanding): void {
    this.#parts.unfinished.forget(id);
    this.#files.delete(key);
    const place = referral ? { referral } : {};
    if (state === 'refused')
      this.#change(key, (one) => ({ ...bare(one), ...place, is: 'refused', why: refusal ?? 'upload.unreadable-type' }));
    else this.#change(key, (one) => ({ ...bare(one), ...place, received, is: 'kept' }));
    this.#parts.onKept(referral);
  }

  #change(key: string, change: (parcel: Parcel) => Parcel): void {
    this.parcels.put(this.parcels.now.map((one) => (one.key === key ? change(one) : one)));
  }
}

const bare = ({ key, name, bytes, target, received, referral }: Parcel) => ({
  key,
  name,
  bytes,
  target,
  received,
  ...(referral ? { referral } : {}),
});

/** Shown and felt as whole per cents; a hundred only when it is really kept. */
export const percentOf = ({ received, bytes, is }: Pick<Parcel, 'received' | 'bytes' | 'is'>): number =>
  is === 'kept' ? 100 : bytes === 0 ? 0 : Math.min(99, Math.floor((received / bytes) * 100));
