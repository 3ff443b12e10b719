import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { vocabulary } from '#bot/commands/verbs.ts';
import { cli, commands, errands, events, looks, regular, requests, taps } from '#src/domain/access/doors.ts';
import { caseActions, houseActions, patientActions, readingActions } from '#src/domain/access/question.ts';
import { actionNames } from '#src/domain/referral/actions.ts';
import { type AppParts, doorsOf } from '#src/http/app.ts';
import { thePolicy } from '#test/builders/the-policy.ts';

/*
 * Every way to a record stands in src/domain/access/doors.ts with what is asked before it opens. A door that is missing there, or one that is gone, fails here:
 * add or take away its line, and say which question the rules are asked.
 */

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
const found = (folder: string, pattern: RegExp, name: (match: RegExpMatchArray) => string): readonly string[] => [
  ...new Set(sources(folder).flatMap((text) => [...text.matchAll(pattern)].map(name))),
];

const differing = (real: readonly string[], listed: Readonly<Record<string, unknown>>) => ({
  'missing in doors.ts': real.filter((one) => !(one in listed)).sort(),
  'gone, and still in doors.ts': Object.keys(listed)
    .filter((one) => !real.includes(one))
    .sort(),
});
const none = { 'missing in doors.ts': [], 'gone, and still in doors.ts': [] };

/** Stands for every part: registering a route uses none of them. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_target, key) =>
    key === Symbol.toPrimitive ? () => 0 : key === Symbol.iterator ? () => [].values() : anything,
  apply: () => anything,
});

test('every request that can be made stands in the table', () => {
  // Nothing is asked here, so nothing of the parts is ever used.
  const { open, closed } = doorsOf(anything as AppParts);
  const real = [...open.stack, ...closed.stack].flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${String(path)}`),
  );
  expect(real.length).toBeGreaterThan(30);
  expect(differing([...new Set(real)], requests)).toEqual(none);
});

test('every command, button and form stands in the table', () => {
  expect(differing([...new Set(vocabulary.map(({ verb }) => verb)), 'free'], commands)).toEqual(none);
  const more = found('bot/handlers', /\baction === '([\w-]+)'/g, ([, name = '']) => name);
  expect(differing([...new Set([...actionNames, ...more])], taps)).toEqual(none);
});

test('every errand, event, regular work and command of the command line stands in the table', () => {
  const made = readFileSync('src/domain/errand.ts', 'utf8');
  const errandNames = [...made.matchAll(/readonly do: '([\w-]+)'/g)].map(([, name = '']) => name);
  expect(differing(errandNames, errands)).toEqual(none);
  const heard = readFileSync('bot/wire/events.ts', 'utf8');
  const union = /export type Event =([\s\S]*?);\n\n/.exec(heard)?.[1] ?? '';
  const eventNames = [...union.matchAll(/readonly what: ([^;}]+)/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name),
  );
  expect(differing(eventNames, events)).toEqual(none);
  const turns = found('src/start', /\bevery\(\s*'([^']+)'/g, ([, name = '']) => name);
  expect(differing([...turns, 'climb ladders'], regular)).toEqual(none);
  const program = readFileSync('src/cli/main.ts', 'utf8');
  const cliNames = [...program.matchAll(/\.command\('([\w-]+)/g)].map(([, name = '']) => name);
  expect(differing(cliNames, cli)).toEqual(none);
});

test('every question of the table is one that the rules answer with yes for somebody', () => {
  const others = ['anyone', 'signed-in', 'own', 'ticket', 'queued', 'clock', 'told', 'caller', 'operator'];
  const known: readonly string[] = [...readingActions, ...caseActions, ...houseActions, ...patientActions];
  const asked = new Set(
    [requests, commands, taps, looks, errands, events, regular, cli].flatMap((table) => Object.values(table).flat()),
  );
  expect([...asked].filter((one) => !known.includes(one) && !others.includes(one))).toEqual([]);
  const schema = readFileSync('config/policy/schema.cedarschema', 'utf8');
  for (const action of known) expect(schema, action).toMatch(new RegExp(`\\b${action}["\\s,]`));
  expect(thePolicy.rules.some(({ effect }) => effect === 'permit')).toBe(true);
});
