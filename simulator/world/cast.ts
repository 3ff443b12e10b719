import { z } from 'zod';
import type { Corp } from './types.ts';

const words = z.union([z.literal('*'), z.array(z.string())]).default('*');

/** The seed of a world; `cast.json` is one. */
const castForm = z.object({
  corps: z.array(
    z.object({
      corpId: z.string(),
      name: z.string(),
      apps: z.array(
        z.object({
          clientId: z.string(),
          clientSecret: z.string(),
          agentId: z.number(),
          name: z.string(),
          robotName: z.string(),
          aesKey: z.string(),
          token: z.string(),
          scopes: words,
          ticked: words,
          homeUrl: z.string().optional(),
          callbackUrl: z.string().optional(),
          quota: z
            .object({ apiLimit: z.number(), pushLimit: z.number() })
            .default({ apiLimit: 200_000, pushLimit: 50_000 }),
        }),
      ),
      departments: z.array(z.object({ id: z.number(), parent: z.number().optional(), name: z.string() })),
      users: z.array(
        z.object({
          userId: z.string(),
          unionId: z.string(),
          name: z.string(),
          nameZh: z.string().optional(),
          title: z.string().default(''),
          departments: z.array(z.number()).default([1]),
          active: z.boolean().default(true),
          admin: z.boolean().default(false),
          home: z.object({ corpId: z.string(), userId: z.string() }).optional(),
        }),
      ),
      groups: z.array(
        z.object({
          openConversationId: z.string(),
          title: z.string(),
          owner: z.string(),
          members: z.array(z.string()),
          robots: z.array(z.string()),
          spaceId: z.string(),
        }),
      ),
    }),
  ),
});
export type Cast = z.input<typeof castForm>;

export const corpsFrom = (cast: Cast): Map<string, Corp> =>
  new Map(
    castForm.parse(cast).corps.map(({ corpId, name, departments, apps, users, groups }) => [
      corpId,
      {
        corpId,
        name,
        departments: departments.map(({ id, parent, name: title }) => ({
          id,
          name: title,
          ...(parent === undefined ? {} : { parent }),
        })),
        apps: new Map(
          apps.map(({ homeUrl, callbackUrl, quota, ...app }) => [
            app.clientId,
            {
              ...app,
              corpId,
              quota: { api: 0, push: 0, ...quota },
              ...(homeUrl ? { homeUrl } : {}),
              ...(callbackUrl ? { callbackUrl } : {}),
            },
          ]),
        ),
        people: new Map(
          users.map(({ nameZh, home, ...user }) => [
            user.userId,
            { ...user, visible: true, ...(nameZh ? { nameZh } : {}), ...(home ? { home } : {}) },
          ]),
        ),
        groups: new Map(
          groups.map(({ members, robots, ...group }) => [
            group.openConversationId,
            { ...group, corpId, members: new Set(members), robots: new Set(robots) },
          ]),
        ),
      },
    ]),
  );
