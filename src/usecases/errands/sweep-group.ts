import { hotlineOfGroup } from '../../domain/house/house.ts';
import type { GroupId, TenantId } from '../../domain/ids.ts';
import type { IncomingFiles, SpaceFile } from '../../ports/incoming-files.ts';
import type { Ledger, Page } from '../../ports/ledger.ts';
import { growingDraft } from '../drafting/open-draft.ts';
import { onlyDraftOf, receiveUpload } from '../drafting/receive-upload.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';

export type Sweeps = Pick<World, 'clock' | 'dice' | 'house' | 'log' | 'policy'> & {
  readonly ledger: Ledger;
  readonly filesOf: (tenant: TenantId) => IncomingFiles;
  /** The user behind a unionId of this organisation's directory. */
  readonly userOf: (tenant: TenantId, unionId: string) => Promise<string | undefined>;
  readonly personAt: (
    page: Page,
    tenant: TenantId,
    user: string,
  ) => Promise<Parameters<ReturnType<typeof receiveUpload>>[1]['by'] | undefined>;
};

/**
 * Files that people put into a group without speaking to Baton never reach it as messages: they are found in the group's file space.
 * Each (space, file, version) is taken once; those of nobody Baton knows are left where they are.
 */
export const sweepGroup =
  (world: Sweeps): Does<'sweep-group'> =>
  async ({ tenant, group, space, file }) => {
    const files = world.filesOf(tenant);
    const found =
      space && file
        ? [await files.entry(tenant, space, file)].filter((one) => one !== undefined)
        : await files.inGroup(tenant, group, new Date(world.clock.now().getTime() - 2 * 86_400_000));
    const taken: { file: SpaceFile; user: string }[] = [];
    for (const one of found) {
      const user = await world.userOf(tenant, one.creatorUnionId);
      if (user) taken.push({ file: one, user });
    }
    return { is: 'done', keep: (page) => takeAll(world, page, tenant, group, taken) };
  };

async function takeAll(
  world: Sweeps,
  page: Page,
  tenant: TenantId,
  group: GroupId,
  taken: readonly { file: SpaceFile; user: string }[],
): Promise<void> {
  for (const { file, user } of taken) {
    const by = await world.personAt(page, tenant, user);
    if (!by || !(await page.uploads.seenInSpace(file.space, file.file, file.version, world.clock.now()))) continue;
    if (!(await growingDraft(page, by, `${tenant}:${group}`)) && !(await onlyDraftOf(page, by))) {
      await page.send(
        {
          do: 'say',
          place: { tenant, in: 'chat', user: userId(user) },
          words: [{ key: 'answer.file-in-group' }],
          buttons: [{ label: { key: 'button.upload' }, page: '/app/upload' }],
        },
        { lane: 'soon' },
      );
      continue;
    }
    await receiveUpload(world)(page, {
      by,
      place: `${tenant}:${group}`,
      hotline: hotlineOfGroup(world.house, tenant, group),
      origin: { way: 'space', tenant, group, space: file.space, file: file.file, version: file.version },
      name: file.name,
      at: file.at,
      // A group's file came without a word to Baton; a refusal is told to its sender alone.
      replyTo: { tenant, in: 'chat', user: userId(user) },
    });
  }
}

// The directory gave this user; the brand is tied here because the port speaks of plain text.
const userId = (user: string) =>
  user as Parameters<Does<'say'>>[0]['place'] extends infer Place
    ? Place extends { in: 'chat'; user: infer User }
      ? User
      : never
    : never;
