import { createHash } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { copyLine } from '#src/domain/access/copy-line.ts';
import type { Grant } from '#src/domain/access/grant.ts';
import { categoryOfFile } from '#src/domain/access/redact.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import { grantFor, mustInclude } from '#src/usecases/looking/open-referral.ts';
import type { World } from '#src/usecases/world.ts';
import type { OpenDownloads } from '../open-downloads.ts';
import { askerOf } from '../who.ts';

type FileBytes = (
  patient: PatientId,
  file: string,
  range?: { readonly from: number; readonly to: number },
) => Promise<NodeJS.ReadableStream>;
/** A copy with one more line below each page; refuses what has no page with an `upload.…` code. */
export type MarkedCopy = (patient: string, file: string, line: string) => Promise<Uint8Array>;
/** A recording that browsers do not play, as one that they do; refuses any other with an `upload.…` code. */
export type PlayableSound = (patient: string, file: string) => Promise<Uint8Array>;
type Upload = NonNullable<
  Awaited<ReturnType<Parameters<Parameters<World['ledger']['write']>[0]>[0]['uploads']['get']>>
>;
type Given = { readonly upload: Upload; readonly grant: Grant };

/** The bytes of a referral's files: shown as they are, and given away with the name of who took them and the time. */
export function fileRoutes(
  router: Router,
  world: World,
  {
    fileBytes,
    markedCopy,
    downloads,
    playableSound,
  }: {
    readonly fileBytes: FileBytes;
    readonly markedCopy: MarkedCopy;
    readonly downloads: OpenDownloads;
    readonly playableSound?: PlayableSound;
  },
): void {
  const write = writesForReader(world);

  router.get('/api/referrals/:id/files/:file', async (ctx) => {
    const { person } = askerOf(ctx);
    const which = id<ReferralId>(ctx.params['id'] ?? '');
    const file = id<UploadId>(ctx.params['file'] ?? '');
    const isTaken = Boolean(ctx.query['download']);
    const leash = downloads.begin(person, which);
    ctx.res.once('close', leash.end);
    const given = await write(async (page): Promise<Given> => {
      // To keep a copy is more than to look: emergency access does not cover it.
      const grant = await grantFor(world, page, which, person, { action: isTaken ? 'copy' : 'read' });
      const upload = await page.uploads.get(file);
      if (!upload || upload.referral !== grant.referral.id || (upload.state !== 'kept' && upload.state !== 'filed'))
        throw new Refused('upload.not-found', `No file ${file}`);
      mustInclude(world, grant, categoryOfFile(upload.kind));
      if (!ctx.get('range') || ctx.get('range').startsWith('bytes=0-'))
        await page.happened({ ...about(world, grant), what: 'seen', how: 'file' });
      return { upload, grant };
    });
    leash.onCut(() => ctx.res.destroy());
    headers(ctx, given.upload);
    if (isTaken) await copy(ctx, given);
    else await show(ctx, given.upload);
    if (leash.isCut()) ctx.body = null;
  });

  async function show(ctx: Context, upload: Upload): Promise<void> {
    const wav = playableSound && isUnplayable(upload.mime) ? await playableSound(upload.patient, upload.id) : undefined;
    const size = wav?.length ?? upload.bytes ?? 0;
    const range = rangeOf(ctx.get('range'), size);
    ctx.set('accept-ranges', 'bytes');
    ctx.type = wav ? 'audio/wav' : shownInline(upload.mime) ? (upload.mime ?? '') : 'application/octet-stream';
    if (!shownInline(upload.mime)) ctx.attachment(`${upload.id}.${upload.kind ?? 'bin'}`);
    if (range === 'beyond') {
      ctx.status = 416;
      ctx.set('content-range', `bytes */${size}`);
      return;
    }
    if (range) {
      ctx.status = 206;
      ctx.set('content-range', `bytes ${range.from}-${range.to - 1}/${size}`);
    }
    ctx.length = range ? range.to - range.from : size;
    ctx.body = wav
      ? Buffer.from(wav.subarray(range?.from ?? 0, range?.to ?? size))
      : await fileBytes(upload.patient, upload.id, range);
  }

  /** What has pages says on each of them who took it; what machines read is given byte for byte, and the trail alone says so. */
  async function copy(ctx: Context, { upload, grant }: Given): Promise<void> {
    const line = copyLine(world.house, grant, world.clock.now());
    const marked = hasPages(upload.kind)
      ? await markedCopy(upload.patient, upload.id, line).catch(asItCame)
      : undefined;
    const sha256 = marked ? createHash('sha256').update(marked).digest('hex') : (upload.sha256 ?? '');
    await write((page) => page.happened({ ...about(world, grant), what: 'exported', kind: 'file', sha256 }));
    const mime = marked ? (upload.kind === 'pdf' ? 'application/pdf' : 'image/jpeg') : upload.mime;
    ctx.type = mime ?? 'application/octet-stream';
    ctx.attachment(
      `${grant.referral.code} ${upload.id}.${marked && upload.kind !== 'pdf' ? 'jpg' : (upload.kind ?? 'bin')}`,
    );
    ctx.body = marked ? Buffer.from(marked) : await fileBytes(upload.patient, upload.id);
  }
}

/** What DingTalk records, and no browser plays. */
const isUnplayable = (mime: string | undefined): boolean => mime === 'audio/amr';

const hasPages = (kind: string | undefined): boolean => kind === 'pdf' || kind === 'photo';

/** A locked or damaged file has no page to write on; it goes out as it came. */
const asItCame = (error: unknown): undefined => {
  if (error instanceof Refused) return undefined;
  throw error;
};

const about = ({ clock }: Pick<World, 'clock'>, { referral, reader, post, because }: Grant) => ({
  at: clock.now(),
  by: { person: reader.id },
  institution: post.at,
  referral: referral.id,
  patient: referral.patient,
  ground: because,
});

function headers(ctx: Context, { mime }: Upload): void {
  ctx.set({
    'cache-control': 'no-store',
    // A browser's own PDF viewer does not open in a sandbox; it runs no script of the document in our name.
    'content-security-policy':
      mime === 'application/pdf'
        ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        : "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
  });
}

/** Only what a browser shows without running it; everything else is downloaded. */
const shownInline = (mime: string | undefined): boolean =>
  mime !== undefined && /^(image\/(jpeg|png|webp|gif)|application\/pdf|audio\/|video\/(mp4|webm))/.test(mime);

function rangeOf(header: string, size: number): { readonly from: number; readonly to: number } | 'beyond' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first !== '' && last !== '' ? Math.min(size, Number(last) + 1) : size;
  return from >= to ? 'beyond' : { from, to };
}
