import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Budget, QuotaBook } from '#src/ports/quota.ts';
import { agendaOf } from './agenda.ts';
import { approvalsOf } from './approvals.ts';
import { directoryOf } from './directory.ts';
import { incomingFilesOf } from './incoming-files.ts';
import { messengerOf } from './messenger.ts';
import type { Egress } from './openapi/limiter.ts';
import { OpenApi } from './openapi/open-api.ts';
import { QuotaMeter } from './openapi/quota-meter.ts';
import { sdkFor } from './openapi/sdk.ts';
import type { TenantSettings } from './tenant-settings.ts';

export type TenantParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly book: QuotaBook;
  readonly warn: (budget: Budget, percent: number) => void;
  /** One for all organisations of this process: DingTalk bans addresses, not applications. */
  readonly egress?: Egress;
};

/** Everything of one organisation: its own clients, token, limits, budgets. Two organisations share nothing. */
export function openTenant(settings: TenantSettings, { clock, log, book, warn, egress }: TenantParts) {
  const quota = new QuotaMeter({ tenant: settings.tenant, limits: settings.quota, book, clock, warn });
  const api = new OpenApi({ settings, quota, log, ...(egress ? { egress } : {}) });
  const sdk = sdkFor(settings);
  const directory = directoryOf(api);
  return {
    settings,
    quota,
    api,
    directory,
    messenger: messengerOf(api, sdk),
    approvals: approvalsOf(api, sdk),
    files: incomingFilesOf(api, sdk, directory),
    agenda: agendaOf(api, directory),
  };
}
export type OpenedTenant = ReturnType<typeof openTenant>;
