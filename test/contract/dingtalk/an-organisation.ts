import type { CardValues, NewCard } from '#src/ports/messenger.ts';
import { aTenant, group, tenant } from '#test/builders/a-tenant.ts';
import { aDingTalk, clientId, corpId, hotline } from './a-line.ts';

export const inHotline = { tenant, in: 'group', group } as const;
export const template = '11111111-2222-4333-8444-555555555555.schema';

/** Baton's adapters in one organisation of a pretend DingTalk, with a card template as an administrator imports it. */
export async function anOrganisation(given: Parameters<typeof aDingTalk>[0] = {}) {
  const dingtalk = await aDingTalk(given);
  await dingtalk.admin('templates', {
    clientId,
    template: {
      id: template,
      name: 'Referral',
      published: true,
      variables: [
        { name: 'title', type: 'string' },
        { name: 'state', type: 'string' },
        { name: 'canAccept', type: 'boolean', private: true },
      ],
      layout: [
        { kind: 'header', text: '${title}' },
        { kind: 'markdown', value: '${state}' },
        {
          kind: 'buttons',
          items: [{ actionId: 'accept', label: 'Accept', when: '${canAccept}', params: { action: 'accept' } }],
        },
      ],
    },
  });
  const { url } = dingtalk.sim;
  const seen = async (userId: string, conversationId = hotline): Promise<readonly Record<string, unknown>[]> => {
    const asked = new URLSearchParams({ corpId, userId, conversationId });
    // the list of messages, as the page of the admin API describes it
    return ((await (await fetch(`${url}/sim/api/messages?${asked}`)).json()) as { messages: [] }).messages;
  };
  const looks = async (path: string, userId: string): Promise<Record<string, unknown>> =>
    // an object, as the page of the admin API describes it
    (await (await fetch(`${url}/sim/api/${path}?${new URLSearchParams({ corpId, userId })}`)).json()) as Record<
      string,
      unknown
    >;
  const chatOf = (userId: string) => dingtalk.sim.world.chatId(clientId, userId);
  return { ...dingtalk, ...aTenant({ bases: { api: url, oapi: url } }), seen, looks, chatOf };
}
export type Organisation = Awaited<ReturnType<typeof anOrganisation>>;

export const aCard = (more: Partial<NewCard> = {}): NewCard => ({
  place: inHotline,
  track: 'R7-hotline',
  template,
  values: { title: 'New referral R7', state: 'open' } satisfies CardValues,
  push: 'New referral R7',
  ...more,
});

export const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
