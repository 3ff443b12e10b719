import { createHash } from 'node:crypto';
import { mayAct } from '../../domain/access/may.ts';
import { type HotlineId, id, type ReferralId, type UploadId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { FileKinds } from '../../ports/file-look.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { UploadStaging } from '../../ports/upload-staging.ts';
import type { SealedFiles } from '../../ports/vault.ts';
import type { WithoutPlace } from '../../ports/without-place.ts';
import { beginDraft, chosenHotline, growingDraft } from '../drafting/open-draft.ts';
import { onlyDraftOf } from '../drafting/receive-upload.ts';
import { fileUpload } from '../errands/fetch-upload.ts';
import type { World } from '../world.ts';

export type Uploads = Pick<World, 'clock' | 'dice' | 'house' | 'ledger' | 'policy'> & {
  readonly staging: UploadStaging;
  readonly sealed: SealedFiles;
  readonly kinds: FileKinds;
  readonly withoutPlace: WithoutPlace;
  readonly limitBytes: number;
};

export type Begin = {
  readonly by: Person;
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly referral?: ReferralId;
  readonly hotline?: HotlineId;
};

/** The same person with the same key always finds the same upload again, whatever happened between. */
export const uploadIdOf = (by: Person, key: string): UploadId =>
  id<UploadId>(createHash('sha256').update(`${by.id}\n${key}`).digest('base64url').slice(0, 32));

/** Begins a resumable upload or finds it again. Refuses `upload.too-large`, `upload.empty`, `referral.not-found`, `referral.wrong-state`. */
export const beginUpload =
  ({ ledger, limitBytes, ...world }: Uploads) =>
  async ({ by, key, name, bytes, referral, hotline }: Begin): Promise<Upload> => {
    if (bytes > limitBytes) throw new Refused('upload.too-large', `The file has ${bytes} bytes`, { limit: limitBytes });
    const which = uploadIdOf(by, key);
    return ledger.write(async (page) => {
      const known = await page.uploads.get(which);
      if (known) return known;
      const draft = await draftFor(world, page, by, referral, hotline);
      const upload: Upload = {
        id: which,
        referral: draft.id,
        patient: draft.patient,
        by: by.id,
        state: 'expected',
        origin: { way: 'page', session: key },
        name,
        bytes,
        at: world.clock.now(),
      };
      await page.uploads.add(upload);
      return upload;
    });
  };

async function draftFor(
  world: Pick<World, 'clock' | 'dice' | 'house' | 'policy'>,
  page: Page,
  by: Person,
  which: ReferralId | undefined,
  hotline: HotlineId | undefined,
) {
  if (which) {
    const row = await page.referrals.get(which);
    const rules = { judge: world.policy.judge, house: world.house };
    if (!row || !mayAct(rules, by, row.referral, 'write'))
      throw new Refused('referral.not-found', `No referral ${which}`);
    if (row.referral.standing.state !== 'draft')
      throw new Refused('referral.wrong-state', `Referral ${which} is no draft`, {
        code: row.referral.code,
        state: row.referral.standing.state,
        step: 'add',
      });
    return row.referral;
  }
  const place = `page:${by.id}`;
  const growing = (await growingDraft(page, by, place)) ?? (await onlyDraftOf(page, by));
  return (
    growing ?? (await beginDraft(world, page, { by, place, hotline: hotline && chosenHotline(world.house, hotline) }))
  ).referral;
}

/**
 * All pieces are here: seals them as one file, looks what it is, files it. Refuses `upload.incomplete`, `upload.hash-mismatch`, `upload.empty`,
 * `upload.unreadable-type`; a refused upload is kept as refused with its reason.
 */
export const finishUpload =
  (world: Uploads) =>
  async (which: UploadId, by: Person, sha256: string): Promise<Upload> => {
    const upload = await ownUpload(world, which, by);
    if (upload.state !== 'expected') return upload;
    const here = await world.staging.received(which);
    if (here !== upload.bytes)
      throw new Refused('upload.incomplete', `Upload ${which} has ${here} of ${upload.bytes ?? 0} bytes`, {
        received: here,
      });
    const { bytes, cameAs } = world.withoutPlace(world.staging.read(which));
    const kept = await world.sealed.keep(upload.patient, which, bytes, world.limitBytes);
    if (cameAs() !== sha256) {
      await world.sealed.remove(upload.patient, which);
      await world.staging.drop(which);
      throw new Refused('upload.hash-mismatch', `Upload ${which} changed on the way`, { received: 0 });
    }
    const look = await world.kinds.look(kept.head);
    const filed: Upload = look.kind
      ? { ...upload, state: 'kept', kind: look.kind, mime: look.mime, bytes: kept.bytes, sha256: kept.sha256 }
      : { ...upload, state: 'refused', refusal: 'upload.unreadable-type', mime: look.mime };
    await world.ledger.write(async (page) => {
      if (filed.state === 'kept') await fileUpload(world, page, filed);
      else await page.uploads.keep(filed);
    });
    if (!look.kind) await world.sealed.remove(upload.patient, which);
    await world.staging.drop(which);
    return filed;
  };

export async function ownUpload({ ledger }: Pick<Uploads, 'ledger'>, which: UploadId, by: Person): Promise<Upload> {
  const upload = await ledger.read((page) => page.uploads.get(which));
  if (!upload || upload.by !== by.id) throw new Refused('upload.not-found', `No upload ${which}`);
  return upload;
}
