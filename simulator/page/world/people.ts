import type { App, Corp, User, UserId, Who, World } from './shapes.ts';

export const keyOf = ({ corpId, userId }: Who): string => `${corpId}/${userId}`;

export const corpOf = (world: World, corpId: string): Corp | undefined =>
  world.corps.find((corp) => corp.corpId === corpId);

export const userOf = (corp: Corp | undefined, userId: UserId): User | undefined =>
  corp?.users.find((user) => user.userId === userId);

export const nameOf = (corp: Corp | undefined, userId: UserId): string => userOf(corp, userId)?.name ?? userId;

/** The bot of an organisation: what its people mention and find on their workbench. */
export const robotName = (app: App | undefined): string => app?.name ?? 'the bot';

/** The short name people type after an `@`. */
export const mentionName = (app: App | undefined): string => robotName(app).split(' ')[0] ?? 'bot';

const TITLES = /^(dr|mr|ms|mrs|miss|nurse|prof|sister)\.?\s+/i;

/** "Dr Alvin Ho" -> AH, "Dr Lam" -> LA: enough to tell the cast apart at a glance. */
export const initialsOf = (name: string): string => {
  const words = name.replace(TITLES, '').split(/\s+/).filter(Boolean);
  const first = words[0] ?? name;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return last === '' ? first.slice(0, 2) : `${first.slice(0, 1)}${last.slice(0, 1)}`.toUpperCase();
};

const COLOURS = 8;

/** The same person has the same calm colour on every phone. */
export const colourOf = (name: string): number => {
  // the factor was picked so that no two of the cast's seven share a colour
  let sum = 7;
  for (const letter of name) sum = (sum * 179 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % COLOURS;
};

/** Who stands on the stage first: the three of the main story if they are in this cast, else the first three. */
export function firstThree(world: World): Who[] {
  const everyone = world.corps.flatMap((corp) =>
    corp.users.map((user) => ({ who: { corpId: corp.corpId, userId: user.userId }, user })),
  );
  const shared = world.corps[0]?.corpId;
  const story = ['Dr Alvin Ho', 'Dr Lam', 'Dr Cheung'].flatMap((name) =>
    everyone.filter(({ who, user }) => user.name === name && who.corpId === shared).slice(0, 1),
  );
  return (story.length > 0 ? story : everyone.slice(0, 3)).map(({ who }) => who);
}
