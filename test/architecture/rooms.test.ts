import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Which room may look into which. Doors call deeds, deeds use nouns, nouns know nothing. */
const mayLookInto: Record<string, readonly string[]> = {
  'src/domain': [],
  'src/ports': ['src/domain'],
  'src/usecases': ['src/domain', 'src/ports'],
  'src/adapters': ['src/domain', 'src/ports'],
  'src/contract': [],
  'src/http': ['src/domain', 'src/usecases', 'src/contract'],
  bot: ['src/domain', 'src/usecases'],
  miniapp: ['src/contract'],
  config: [],
  simulator: [],
};
/** They introduce everyone. */
const introducers = ['src/main.ts', 'src/start', 'src/cli'];
/** Packages that only one room may hold. */
const keptTo: Record<string, readonly string[]> = {
  axios: ['src/adapters'],
  '@alicloud/': ['src/adapters'],
  '@cedar-policy/': ['src/adapters'],
  'dingtalk-stream': ['src/adapters'],
  pg: ['src/adapters'],
  kysely: ['src/adapters'],
  koa: ['src/http', 'simulator'],
  react: ['miniapp', 'simulator'],
};

type Glance = { readonly file: string; readonly room: string; readonly to: string; readonly target: string };

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.tsx?$/.test(entry.name) &&
        !entry.parentPath.includes('dist') &&
        !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name));

const roomOf = (path: string): string | undefined =>
  Object.keys(mayLookInto).find((room) => path.startsWith(`${room}/`));
const targetOf = (file: string, wanted: string): string =>
  wanted.startsWith('#') ? wanted.slice(1) : wanted.startsWith('.') ? normalize(join(dirname(file), wanted)) : wanted;

const all = ['src', 'bot', 'miniapp', 'config', 'simulator']
  .flatMap(files)
  .filter((file) => !introducers.some((one) => file === one || file.startsWith(`${one}/`)));
const glances: Glance[] = all.flatMap((file) => {
  const wanted = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, target]) => target ?? '',
  );
  return wanted.map((target) => ({ file, room: roomOf(file) ?? '?', to: targetOf(file, target), target }));
});

test('the walk through the house found imports to look at', () => {
  expect(glances.length).toBeGreaterThan(200);
  expect(all.every((file) => roomOf(file) !== undefined)).toBe(true);
});

test('every room looks only where it may', () => {
  const strays = glances.flatMap(({ file, room, to, target }) => {
    const into = roomOf(to) ?? (target.startsWith('.') || target.startsWith('#') ? to : undefined);
    return into === undefined ||
      into === room ||
      (mayLookInto[room] ?? []).includes(into) ||
      !/^(src|bot|miniapp|config|simulator|test)\//.test(`${to}/`)
      ? []
      : [`${file} looks into ${to}`];
  });
  expect(strays).toEqual([]);
});

test('the platform, the database and the screen stay behind their doors', () => {
  const strays = glances.flatMap(({ file, room, target }) =>
    Object.entries(keptTo).flatMap(([name, rooms]) =>
      (target === name || target.startsWith(name.endsWith('/') ? name : `${name}/`)) && !rooms.includes(room)
        ? [`${file} holds ${target}`]
        : [],
    ),
  );
  expect(strays).toEqual([]);
});

test('product rooms do not write to the console', () => {
  const loud = all.filter(
    (file) =>
      (file.startsWith('src/') || file.startsWith('bot/')) && /\bconsole\.\w+\(/.test(readFileSync(file, 'utf8')),
  );
  expect(loud).toEqual([]);
});
