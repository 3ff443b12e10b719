import type { Readable } from 'node:stream';
import type { ReplyPlace, Words } from '../../domain/errand.ts';
import type { TenantId } from '../../domain/ids.ts';
import { type RefusalCode, Refused } from '../../domain/refused.ts';
import type { Outcome } from '../../ports/errands.ts';
import type { FileKinds } from '../../ports/file-look.ts';
import type { IncomingFiles } from '../../ports/incoming-files.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { SealedFiles } from '../../ports/vault.ts';
import type { WithoutPlace } from '../../ports/without-place.ts';
import { goesToBeRead } from '../documents/readable.ts';
import { keepDraft } from '../drafting/keep-draft.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';

export type Fetches = Pick<World, 'ledger' | 'clock' | 'dice' | 'house' | 'log'> & {
  readonly filesOf: (tenant: TenantId) => IncomingFiles;
  readonly sealed: SealedFiles;
  readonly kinds: FileKinds;
  readonly withoutPlace: WithoutPlace;
  readonly uploadLimitBytes: number;
};

/**
 * Fetches the bytes of an upload, seals them while they stream in, looks what they are, and files them with the draft. A refusal is told
 * with what to do; a file is never dropped without a word.
 */
export const fetchUpload =
  (world: Fetches): Does<'fetch-upload'> =>
  async ({ upload: which }, { tries }) => {
    const upload = await world.ledger.read((page) => page.uploads.get(which));
    if (!upload || upload.state !== 'expected') return { is: 'done' };
    try {
      const bytes = await open(world, upload);
      const kept = await world.sealed.keep(
        upload.patient,
        upload.id,
        world.withoutPlace(bytes).bytes,
        world.uploadLimitBytes,
      );
      if (kept.bytes === 0) throw new Refused('upload.empty', `Upload ${upload.id} has no bytes`);
      const look = await world.kinds.look(kept.head);
      if (!look.kind)
        throw new Refused('upload.unreadable-type', `Upload ${upload.id} is ${look.mime}`, { mime: look.mime });
      const filed: Upload = {
        ...upload,
        state: 'kept',
        kind: look.kind,
        mime: look.mime,
        bytes: kept.bytes,
        sha256: kept.sha256,
      };
      return { is: 'done', keep: (page) => fileUpload(world, page, filed) };
    } catch (error) {
      if (!(error instanceof Refused)) {
        if (tries < 12) throw error;
        return refuse(world, upload, 'upload.expired');
      }
      return refuse(world, upload, error.code);
    }
  };

function open(world: Fetches, { origin }: Upload): Promise<Readable> {
  switch (origin.way) {
    case 'message':
      return world.filesOf(origin.tenant).fromMessage(origin.tenant, origin.downloadCode, world.uploadLimitBytes);
    case 'space':
      return world
        .filesOf(origin.tenant)
        .fromSpace(origin.tenant, origin.space, origin.file, world.uploadLimitBytes)
        .then(({ bytes }) => bytes);
    case 'page':
    case 'inside':
      throw new Refused('upload.not-found', 'An upload through the page, or out of another, brings its bytes itself');
  }
}

/** Files a kept upload: on the upload's own row, in the draft it belongs to, in the trail. */
export async function fileUpload(
  world: Pick<World, 'clock' | 'dice' | 'house'>,
  page: Page,
  upload: Upload,
): Promise<void> {
  await page.uploads.keep(upload);
  const row = upload.referral && (await page.referrals.hold(upload.referral));
  if (!row || !upload.kind || !upload.mime || upload.bytes === undefined || !upload.sha256) return;
  const { referral } = row;
  const content = await page.referrals.content(referral);
  // The same bytes came by another way too (a picture said to Baton also lies in the group's file space): once is enough.
  if (content.uploads.some(({ sha256, id }) => sha256 === upload.sha256 && id !== upload.id)) {
    await page.uploads.keep({ ...upload, state: 'withdrawn' });
    return;
  }
  if (goesToBeRead(upload.kind))
    await page.send(
      { do: 'read-upload', upload: upload.id, referral: referral.id },
      { lane: 'soon', key: `read ${upload.id}` },
    );
  await page.happened({
    what: 'upload-kept',
    upload: upload.id,
    sha256: upload.sha256,
    bytes: upload.bytes,
    at: world.clock.now(),
    by: { person: upload.by },
    institution: referral.from,
    referral: referral.id,
    patient: referral.patient,
    ground: 'author',
  });
  if (referral.standing.state !== 'draft' || content.uploads.some(({ id }) => id === upload.id)) return;
  // The kind was looked at by FileKinds, whose answers are UploadKinds; the row keeps it as text.
  const kind = upload.kind as (typeof content.uploads)[number]['kind'];
  const uploads = [
    ...content.uploads,
    {
      id: upload.id,
      kind,
      mime: upload.mime,
      bytes: upload.bytes,
      sha256: upload.sha256,
      name: upload.name,
      addedAt: upload.at.toISOString(),
      addedBy: upload.by,
    },
  ];
  await keepDraft(
    world,
    page,
    { referral, content },
    { ...content, uploads },
    { person: upload.by },
    {},
    (contentVersion) => ({ what: 'draft-added-to', contentVersion }),
  );
}

function refuse(world: Fetches, upload: Upload, code: RefusalCode): Outcome {
  world.log.warn({ upload: upload.id, code }, 'an upload was refused');
  return {
    is: 'done',
    keep: async (page) => {
      await page.uploads.keep({ ...upload, state: 'refused', refusal: code });
      const row = upload.referral && (await page.referrals.get(upload.referral));
      if (row) {
        await page.happened({
          what: 'upload-refused',
          upload: upload.id,
          code,
          at: world.clock.now(),
          by: { baton: 'delivery' },
          institution: row.referral.from,
          referral: row.referral.id,
          patient: row.referral.patient,
        });
      }
      const words: Words[] = [{ key: `refused.${code}` }, { key: 'upload.other-way' }];
      // The place was written by receiveUpload, which only takes a ReplyPlace.
      const place = upload.replyTo as ReplyPlace | undefined;
      if (place)
        await page.send(
          {
            do: 'say',
            place,
            words,
            ...(row
              ? {
                  about: row.referral.id,
                  buttons: [{ label: { key: 'button.upload' }, page: `/app/upload?r=${row.referral.id}` }],
                }
              : {}),
          },
          { lane: 'now' },
        );
    },
  };
}
