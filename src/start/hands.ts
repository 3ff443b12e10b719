import type { Config } from '#config/load.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { TenantId } from '#src/domain/ids.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { FileKinds } from '#src/ports/file-look.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import type { Speech } from '#src/ports/speech.ts';
import type { SealedFiles } from '#src/ports/vault.ts';
import type { WithoutPlace } from '#src/ports/without-place.ts';
import { addToDo, bookVisit, finishToDo } from '#src/usecases/errands/agenda.ts';
import { lookAtApproval, settleApproval, startApproval } from '#src/usecases/errands/approvals.ts';
import { fetchUpload } from '#src/usecases/errands/fetch-upload.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { resealUpload } from '#src/usecases/errands/reseal-upload.ts';
import type { Hands } from '#src/usecases/errands/run-errand.ts';
import { ding, say } from '#src/usecases/errands/say.ts';
import { type Shows, showReferral } from '#src/usecases/errands/show-referral.ts';
import { type Sweeps, sweepGroup } from '#src/usecases/errands/sweep-group.ts';
import { tellChanges } from '#src/usecases/memo/tell-changes.ts';
import type { World } from '#src/usecases/world.ts';

type Parts = {
  readonly world: World;
  readonly naming: Naming;
  readonly speech: Speech;
  readonly tenantOf: (tenant: TenantId) => OpenedTenant;
  readonly config: Config;
  readonly sealed: SealedFiles;
  readonly kinds: FileKinds;
  readonly withoutPlace: WithoutPlace;
  readonly room: ReadingRoom;
  readonly publicUrl: () => string;
  readonly templateOf: (tenant: TenantId) => string | undefined;
  readonly urgencyWord: (urgency: Referral['urgency']) => string;
  readonly personAt: Sweeps['personAt'];
};

/** Who does which errand. */
export function handsFor({
  world,
  naming,
  speech,
  tenantOf,
  config,
  sealed,
  kinds,
  withoutPlace,
  room,
  publicUrl,
  templateOf,
  urgencyWord,
  personAt,
}: Parts): Hands {
  const languages = new Map(config.hotlines.hotlines.map(({ id, language }) => [id, language]));
  const shows: Shows = {
    ...world,
    speech,
    messengerOf: (tenant) => tenantOf(tenant).messenger,
    templateOf,
    groupLanguage: (hotline) => languages.get(hotline) ?? 'en',
    publicUrl,
    liveParts: (tenant) => tenantOf(tenant).quota.allowsLiveParts,
  };
  const approves = {
    ...world,
    approvalsOf: (tenant: TenantId) => tenantOf(tenant).approvals,
    approvalTemplateOf: approvalTemplates(world, tenantOf, config),
    publicUrl,
    urgencyWord,
  };
  const plans = { ...world, speech, publicUrl, agendaOf: (tenant: TenantId) => tenantOf(tenant).agenda };
  const filesOf = (tenant: TenantId) => tenantOf(tenant).files;
  return {
    'show-referral': showReferral(shows),
    say: say(shows),
    ding: ding(shows),
    'start-approval': startApproval(approves),
    'settle-approval': settleApproval(approves),
    'look-at-approval': lookAtApproval(approves),
    'add-to-do': addToDo(plans),
    'finish-to-do': finishToDo(plans),
    'book-visit': bookVisit(plans),
    'tell-changes': tellChanges({ ...world, naming }),
    'fetch-upload': fetchUpload({
      ...world,
      filesOf,
      sealed,
      kinds,
      withoutPlace,
      uploadLimitBytes: config.service.uploadLimitMegabytes * 1024 * 1024,
    }),
    'read-upload': readUpload({ ...world, sealed, room, kinds, withoutPlace }),
    'reseal-upload': resealUpload(world, sealed),
    'sweep-group': sweepGroup({
      ...world,
      filesOf,
      userOf: (tenant, unionId) => tenantOf(tenant).directory.byUnionId(tenant, unionId),
      personAt,
    }),
  };
}

/** The sign-off form of each organisation: created or updated from configuration once per process, its code remembered in the store. */
function approvalTemplates(
  world: Pick<World, 'ledger'>,
  tenantOf: (tenant: TenantId) => OpenedTenant,
  { approval }: Config,
) {
  const ready = new Map<TenantId, Promise<string>>();
  const ensure = async (tenant: TenantId): Promise<string> => {
    const known = await world.ledger.read((page) => page.tenants.get(tenant, 'approval template'));
    const { name, description, fields } = approval;
    const code = await tenantOf(tenant)
      .approvals.ensureTemplate(tenant, { name, description, fields }, known)
      .catch(async (error: unknown) => {
        // A remembered form that is gone (another pretend DingTalk, a deleted form) is made anew.
        if (!known) throw error;
        return tenantOf(tenant).approvals.ensureTemplate(tenant, { name, description, fields }, undefined);
      });
    if (code !== known) await world.ledger.write((page) => page.tenants.keep(tenant, 'approval template', code));
    return code;
  };
  return (tenant: TenantId): Promise<string> => {
    const asked = ready.get(tenant) ?? ensure(tenant);
    ready.set(tenant, asked);
    asked.catch(() => ready.delete(tenant));
    return asked;
  };
}
