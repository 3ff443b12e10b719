import type Router from '@koa/router';
import type { Context } from 'koa';
import { mayAct } from '#src/domain/access/may.ts';
import { redact } from '#src/domain/access/redact.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { emptyContent } from '#src/domain/referral/drafting.ts';
import { Refused } from '#src/domain/refused.ts';
import { acceptDocument, confirmDocument } from '#src/usecases/documents/settle-document.ts';
import { grantFor, mustInclude, NotForThem } from '#src/usecases/looking/open-referral.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

type Page = Parameters<Parameters<World['ledger']['write']>[0]>[0];

/** What was read of the files of a referral, where each stands, and the two answers a person may give. */
export function documentRoutes(router: Router, world: World): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const file = (ctx: Context & { params?: Record<string, string> }) => id<UploadId>(ctx.params?.['file'] ?? '');

  async function write<T>(work: (page: Page) => Promise<T>): Promise<T> {
    try {
      return await world.ledger.write(work);
    } catch (error) {
      // A look that was refused is kept on a page of its own.
      if (error instanceof NotForThem) await world.ledger.write((page) => page.happened(error.happening));
      throw error;
    }
  }

  router.get('/api/referrals/:id/documents', async (ctx) => {
    ctx.body = await write(async (page) => list(page, which(ctx), askerOf(ctx).person));
  });

  for (const [deed, path] of [
    [acceptDocument(world), '/api/referrals/:id/documents/:file/accept'],
    [confirmDocument(world), '/api/referrals/:id/documents/:file/confirm'],
  ] as const) {
    router.post(path, async (ctx) => {
      const { person } = askerOf(ctx);
      ctx.body = await write(async (page) => {
        const grant = await grantFor(world, page, which(ctx), person);
        if (!mayAct({ judge: world.policy.judge, house: world.house }, person, grant.referral, 'write'))
          throw new Refused('referral.not-yours', `Referral ${grant.referral.id} is written elsewhere`, {
            code: grant.referral.code,
          });
        await deed(
          page,
          { referral: grant.referral, content: await page.referrals.content(grant.referral) },
          file(ctx),
          person,
        );
        return list(page, grant.referral.id, person);
      });
    });
  }

  async function list(page: Page, referral: ReferralId, person: ReturnType<typeof askerOf>['person']) {
    const grant = await grantFor(world, page, referral, person);
    mustInclude(world, grant, 'documents');
    // Each finding is of a part of the record; only the parts of the grant are told.
    const shown = (findings: readonly Finding[]) =>
      redact({ ...emptyContent, findings }, grant.categories).content.findings;
    const [uploads, readings] = [await page.uploads.of(grant.referral.id), await page.readings.of(grant.referral.id)];
    return uploads.map((upload) => {
      const reading = readings.find((each) => each.upload === upload.id);
      const waiting = upload.state === 'expected' ? 'receiving' : upload.state === 'refused' ? 'refused' : 'filed';
      const code = reading?.code ?? upload.refusal;
      return {
        id: upload.id,
        state: reading?.state ?? waiting,
        ...(code ? { code } : {}),
        ...(reading
          ? {
              kind: reading.says.kind,
              findings: shown(reading.says.findings),
              warnings: reading.says.warnings.map((each) => each.code),
            }
          : {}),
        mayConfirm: reading?.state === 'stopped' && upload.by !== person.id,
      };
    });
  }
}
