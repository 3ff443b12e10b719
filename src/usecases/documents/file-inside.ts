import { Readable } from 'node:stream';
import { id, type UploadId } from '../../domain/ids.ts';
import type { FiledUpload } from '../../domain/referral/content.ts';
import { type RefusalCode, Refused } from '../../domain/refused.ts';
import type { FileKinds } from '../../ports/file-look.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { Inside } from '../../ports/reading-room.ts';
import type { SealedFiles } from '../../ports/vault.ts';
import type { WithoutPlace } from '../../ports/without-place.ts';
import { keepDraft } from '../drafting/keep-draft.ts';
import type { Draft } from '../drafting/open-draft.ts';
import type { World } from '../world.ts';
import { goesToBeRead } from './readable.ts';

export type FilesInside = Pick<World, 'clock' | 'dice' | 'house'> & {
  readonly sealed: SealedFiles;
  readonly kinds: FileKinds;
  readonly withoutPlace: WithoutPlace;
};

const mostBytes = 256 * 1024 * 1024;
/** Of one referral, however its files are packed into one another. */
const mostInside = 2_000;

/** The name of what lay in an upload follows from the place it had there. */
const nameInside = (parent: UploadId, number: number): UploadId => id<UploadId>(`${parent}-${number}`);

/** By its name alone: it lay in this upload, and in no other file within. */
export const isDirectlyInside = (upload: UploadId, parent: UploadId): boolean =>
  upload.startsWith(`${parent}-`) && /^\d+$/u.test(upload.slice(parent.length + 1));

/** In how many files an upload lay. */
export const depthOf = ({ origin }: Upload): number => (origin.way === 'inside' ? origin.depth : 0);

/**
 * Seals what lay in an upload from the one of this number on, each as a file of its own under a name that follows from its place in it: done again it is the same file. What cannot be
 * taken is a refused upload with its code, so that nothing that was sent is left out in silence.
 */
export async function sealInside(
  world: FilesInside,
  upload: Upload,
  inside: readonly Inside[],
  from: number,
): Promise<readonly Upload[]> {
  const sealed: Upload[] = [];
  for (const [index, each] of inside.entries()) sealed.push(await one(world, upload, from + index + 1, each));
  return sealed;
}

async function one(world: FilesInside, parent: Upload, number: number, inside: Inside): Promise<Upload> {
  const upload: Upload = {
    id: nameInside(parent.id, number),
    referral: parent.referral,
    patient: parent.patient,
    by: parent.by,
    state: 'kept',
    origin: { way: 'inside', upload: parent.id, depth: depthOf(parent) + 1 },
    name: inside.name,
    at: parent.at,
  };
  const refused = (code: RefusalCode): Upload => ({ ...upload, state: 'refused', refusal: code });
  if ('code' in inside) return refused(inside.code);
  try {
    const kept = await world.sealed.keep(
      parent.patient,
      upload.id,
      world.withoutPlace(Readable.from([Buffer.from(inside.bytes)])).bytes,
      mostBytes,
    );
    if (kept.bytes === 0) return refused('upload.empty');
    const { kind, mime } = await world.kinds.look(kept.head);
    if (!kind) return { ...refused('upload.unreadable-type'), mime };
    return { ...upload, kind, mime, bytes: kept.bytes, sha256: kept.sha256 };
  } catch (error) {
    if (error instanceof Refused) return refused(error.code);
    throw error;
  }
}

/** Files what lay in an upload with its referral, all in one version of the draft, each to be read by itself. What is filed already is left alone. */
export async function fileInside(
  world: Pick<World, 'clock' | 'dice' | 'house'>,
  page: Page,
  { referral, content }: Draft,
  parent: Upload,
  entries: readonly Upload[],
): Promise<Draft> {
  if (entries.length === 0) return { referral, content };
  const there = (await page.uploads.standings(referral.id)).length;
  const known = new Set(content.uploads.map(({ sha256 }) => sha256));
  const filed: FiledUpload[] = [];
  for (const [index, entry] of entries.entries()) {
    const isTooMuch = there + index >= mostInside;
    const isKnown = entry.sha256 !== undefined && known.has(entry.sha256);
    const upload: Upload = isTooMuch
      ? { ...entry, state: 'refused', refusal: 'upload.too-complex' }
      : isKnown
        ? { ...entry, state: 'withdrawn' }
        : entry;
    if (!(await page.uploads.add(upload))) continue;
    if (entry.sha256 !== undefined) known.add(entry.sha256);
    const taken = await note(world, page, { referral, content }, parent, upload);
    if (taken) filed.push(taken);
  }
  if (filed.length === 0 || referral.standing.state !== 'draft') return { referral, content };
  return keepDraft(
    world,
    page,
    { referral, content },
    { ...content, uploads: [...content.uploads, ...filed] },
    { person: parent.by },
    {},
    (contentVersion) => ({ what: 'draft-added-to', contentVersion }),
  );
}

async function note(
  world: Pick<World, 'clock'>,
  page: Page,
  { referral }: Draft,
  parent: Upload,
  upload: Upload,
): Promise<FiledUpload | undefined> {
  const common = {
    at: world.clock.now(),
    institution: referral.from,
    referral: referral.id,
    patient: referral.patient,
    upload: upload.id,
  };
  if (upload.state === 'refused')
    await page.happened({
      ...common,
      what: 'upload-refused',
      code: upload.refusal ?? 'upload.damaged',
      by: { baton: 'delivery' },
    });
  if (upload.state !== 'kept' || !upload.kind || !upload.mime || upload.bytes === undefined || !upload.sha256)
    return undefined;
  await page.happened({
    ...common,
    what: 'upload-kept',
    sha256: upload.sha256,
    bytes: upload.bytes,
    by: { person: parent.by },
    ground: 'author',
  });
  if (goesToBeRead(upload.kind))
    await page.send(
      { do: 'read-upload', upload: upload.id, referral: referral.id },
      { lane: 'soon', key: `read ${upload.id}` },
    );
  return {
    id: upload.id,
    // The kind was looked at by FileKinds, whose answers are UploadKinds; the row keeps it as text.
    kind: upload.kind as FiledUpload['kind'],
    mime: upload.mime,
    bytes: upload.bytes,
    sha256: upload.sha256,
    name: upload.name,
    addedAt: upload.at.toISOString(),
    addedBy: upload.by,
  };
}
