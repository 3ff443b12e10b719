import { hotlineOfGroup, personByUser } from '#src/domain/house/house.ts';
import { type GroupId, id, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Page } from '#src/usecases/page.ts';
import { endAccess, type Leaving } from '#src/usecases/people/end-access.ts';
import { noteRead } from '#src/usecases/steps/note-delivery.ts';
import type { Event } from '../wire/events.ts';
import type { Bot } from './bot.ts';

type Extra = Pick<Leaving, 'whenSomebodyLeaves'> & {
  readonly groupOfSpace: (space: string) => GroupId | undefined;
  readonly endScreens: (person: string) => void;
};

/** Something happened in DingTalk. Events are hints: what matters is looked at again before it is believed. */
export async function onEvent(bot: Bot & Extra, page: Page, tenant: TenantId, event: Event): Promise<void> {
  switch (event.what) {
    case 'approval':
      await page.send(
        { do: 'look-at-approval', tenant, instance: event.instance },
        { lane: 'now', key: `look ${tenant} ${event.instance}` },
      );
      return;
    case 'read':
      await noteRead(bot)(page, {
        tenant,
        user: id<UserId>(event.user),
        receipt: event.receipt,
        at: event.at ?? bot.clock.now(),
      });
      return;
    case 'left':
      for (const user of event.users) await left(bot, page, tenant, user);
      return;
    case 'joined':
      for (const user of event.users) await page.people.comeBack(tenant, id<UserId>(user));
      return;
    case 'group-joined':
      await strangersIn(bot, page, tenant, event.conversation, event.users);
      return;
    case 'file': {
      const group = bot.groupOfSpace(event.space);
      if (group)
        await page.send(
          { do: 'sweep-group', tenant, group, space: event.space, file: event.file },
          {
            lane: 'soon',
            key: `sweep ${tenant} ${event.space} ${event.file}`,
            notBefore: new Date(bot.clock.now().getTime() + 1_500),
          },
        );
      return;
    }
    case 'group-left':
    case 'other':
      return;
  }
}

/** Leaving ends everything at once; open screens hear of it as soon as it is kept. */
async function left(bot: Bot & Extra, page: Page, tenant: TenantId, user: string): Promise<void> {
  const who = await endAccess(bot)(page, tenant, id<UserId>(user), { baton: 'dingtalk' });
  if (who) bot.endScreens(who.id);
}

/** Somebody Baton does not know joined a clinical group: the privacy officer hears of it. */
async function strangersIn(
  bot: Bot,
  page: Page,
  tenant: TenantId,
  conversation: string,
  users: readonly string[],
): Promise<void> {
  const line = hotlineOfGroup(bot.house, tenant, id<GroupId>(conversation));
  if (!line) return;
  for (const user of users) {
    if (personByUser(bot.house, tenant, id<UserId>(user))) continue;
    bot.log.warn({ tenant, hotline: line.id }, 'somebody unknown joined a hotline');
    await page.happened({
      what: 'person-joined-group',
      person: user,
      at: bot.clock.now(),
      by: { baton: 'dingtalk' },
      institution: line.receiving,
    });
  }
}
