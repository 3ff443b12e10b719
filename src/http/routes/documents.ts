import type Router from '@koa/router';
import type { Context } from 'koa';
import { documentAnswer } from '#src/contract/documents.ts';
import { mayAct } from '#src/domain/access/may.ts';
import { categoryOfFile } from '#src/domain/access/redact.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Coder } from '#src/domain/intake/coder.ts';
import type { Person } from '#src/domain/people/person.ts';
import { Refused } from '#src/domain/refused.ts';
import { answerDocument, confirmDocument } from '#src/usecases/documents/settle-document.ts';
import type { Draft } from '#src/usecases/drafting/open-draft.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import { grantFor, mustInclude } from '#src/usecases/looking/open-referral.ts';
import type { Page } from '#src/usecases/page.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import type { OpenDownloads } from '../open-downloads.ts';
import { documentShape } from '../shapes/document-shape.ts';
import { askerOf } from '../who.ts';

/** A page of a kept file as a JPEG. See the port `ReadingRoom`. */
export type PagePicture = (patient: string, file: string, page: number) => Promise<Uint8Array>;

export type DocumentParts = {
  readonly picture: PagePicture;
  readonly downloads: OpenDownloads;
  /** Knows what a name that a person wrote stands for. */
  readonly coder: Coder;
};

/** What was read of the files of a referral, where each stands, the answers a person may give, and the pages to look at beside them. */
export function documentRoutes(router: Router, world: World, { picture, downloads, coder }: DocumentParts): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const file = (ctx: Context & { params?: Record<string, string> }) => id<UploadId>(ctx.params?.['file'] ?? '');
  const write = writesForReader(world);

  router.get('/api/referrals/:id/documents', async (ctx) => {
    ctx.body = await write(async (page) => list(page, which(ctx), askerOf(ctx).person));
  });

  router.post('/api/referrals/:id/documents/:file/answer', async (ctx) => {
    const { person } = askerOf(ctx);
    const said = await bodyOf(ctx, documentAnswer);
    ctx.body = await write(async (page) => {
      await answerDocument(world, coder)(page, await writersDraft(page, which(ctx), person), file(ctx), person, said);
      return list(page, which(ctx), person);
    });
  });

  router.post('/api/referrals/:id/documents/:file/confirm', async (ctx) => {
    const { person } = askerOf(ctx);
    ctx.body = await write(async (page) => {
      await confirmDocument(world)(page, await writersDraft(page, which(ctx), person), file(ctx), person);
      return list(page, which(ctx), person);
    });
  });

  router.get('/api/referrals/:id/files/:file/pages/:page', async (ctx) => {
    const { person } = askerOf(ctx);
    const leash = downloads.begin(person, which(ctx));
    ctx.res.once('close', leash.end);
    const upload = await write(async (page) => {
      const grant = await grantFor(world, page, which(ctx), person);
      const found = await page.uploads.get(file(ctx));
      if (!found || found.referral !== grant.referral.id || (found.state !== 'kept' && found.state !== 'filed'))
        throw new Refused('upload.not-found', `No file ${file(ctx)}`);
      mustInclude(world, grant, categoryOfFile(found.kind));
      return found;
    });
    const wanted = Number(ctx.params['page']);
    const jpeg = await picture(upload.patient, upload.id, Number.isInteger(wanted) && wanted > 0 ? wanted : 1);
    ctx.type = 'image/jpeg';
    ctx.set('cache-control', 'no-store');
    if (!leash.isCut()) ctx.body = Buffer.from(jpeg);
  });

  /** The referral as somebody who may write it has it. Others know of it and are told so. */
  async function writersDraft(page: Page, referral: ReferralId, person: Person): Promise<Draft> {
    const grant = await grantFor(world, page, referral, person);
    if (!mayAct({ judge: world.policy.judge, house: world.house }, person, grant.referral, 'write'))
      throw new Refused('referral.not-yours', `Referral ${grant.referral.id} is written elsewhere`, {
        code: grant.referral.code,
      });
    return { referral: grant.referral, content: await page.referrals.content(grant.referral) };
  }

  async function list(page: Page, referral: ReferralId, person: Person) {
    const grant = await grantFor(world, page, referral, person);
    mustInclude(world, grant, 'documents');
    const mayWrite =
      grant.referral.standing.state === 'draft' &&
      mayAct({ judge: world.policy.judge, house: world.house }, person, grant.referral, 'write');
    const content = await page.referrals.content(grant.referral);
    const readings = await page.readings.of(grant.referral.id);
    const progress = await page.readings.progress(grant.referral.id);
    const uploads = await page.uploads.of(grant.referral.id);
    const nameOf = new Map(uploads.map(({ id: which, name }) => [which, name]));
    return uploads
      .filter(({ state }) => state !== 'withdrawn')
      .map((upload) =>
        documentShape({
          upload,
          inside: upload.origin.way === 'inside' ? nameOf.get(upload.origin.upload) : undefined,
          reading: readings.find((each) => each.upload === upload.id),
          progress: progress.get(upload.id),
          known: content.findings,
          categories: grant.categories,
          mayWrite,
          isBringer: upload.by === person.id,
        }),
      );
  }
}
