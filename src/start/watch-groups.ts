import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { House } from '#src/domain/house/house.ts';
import type { GroupId, TenantId } from '#src/domain/ids.ts';
import type { Log } from '#src/ports/log.ts';

/** Asks DingTalk to tell of files that people put into the hotlines' groups. What cannot be watched is swept. */
export async function watchGroups(
  house: House,
  tenantOf: (tenant: TenantId) => OpenedTenant,
  spaces: Map<string, GroupId>,
  log: Log,
): Promise<void> {
  for (const line of house.hotlines) {
    try {
      const { space } = await tenantOf(line.tenant).files.watch(line.tenant, line.group);
      spaces.set(space, line.group);
    } catch (error) {
      log.warn(
        { hotline: line.id, code: error instanceof Error && 'reason' in error ? error.reason : undefined },
        "the group's files cannot be watched; they are swept instead",
      );
    }
  }
}
