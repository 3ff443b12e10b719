import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runMigrate } from '#src/cli/migrate.ts';
import { storeChild } from '#test/builders/a-child.ts';
import { aStore, freshDatabase } from '#test/builders/a-store.ts';

test('three processes that start at the same moment over a new database bring it to its form together', async () => {
  const url = await freshDatabase('nothing');
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-migrate-'));
  const children = [1, 2, 3].map(() => storeChild(['open', url, dataDir]));
  const said = await Promise.all(children.map((one) => one.line()));
  await Promise.all(children.map((one) => one.ended));
  rmSync(dataDir, { recursive: true });
  expect(said).toEqual([{ opened: true }, { opened: true }, { opened: true }]);

  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('select name, count(*)::int as times from kysely_migration group by name');
  await client.end();
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(({ times }) => times === 1)).toBe(true);
});

test('a store made by a newer Baton is refused and left as it is', async () => {
  const store = await aStore();
  await store.pool.query("insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', 'x')");
  await expect(aStore({ url: store.url, dataDir: store.dataDir })).rejects.toMatchObject({
    code: 'store.version',
    message: expect.stringContaining('9999_of_tomorrow'),
  });
  await store.close();
  await store.drop();
});

test('opening a store again changes nothing', async () => {
  const store = await aStore();
  const shape = async () =>
    (
      await store.pool.query(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2",
      )
    ).rows;
  const before = await shape();
  await (await aStore({ url: store.url, dataDir: store.dataDir })).close();
  expect(await shape()).toEqual(before);
  await store.close();
  await store.drop();
});

test('a store that does not answer is said so, with what to look at', async () => {
  await expect(aStore({ url: 'postgresql://nobody@127.0.0.1:9/none' })).rejects.toMatchObject({
    code: 'store.unreachable',
    message: expect.stringContaining('DATABASE_URL'),
  });
});

test('the command brings a new database to the form the service needs, and has nothing to do the second time', async () => {
  const url = await freshDatabase('nothing');
  const migrated = () => runMigrate({ DATABASE_URL: url });
  const first = await migrated();
  expect(first).toMatchObject({ exit: 0, out: { ok: true, steps: expect.arrayContaining(['0001_ledger']) } });
  expect((await migrated()).out).toMatchObject({ ok: true, steps: [] });

  const client = new pg.Client(url);
  await client.connect();
  await client.query("insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', 'x')");
  await client.end();
  expect(await migrated()).toMatchObject({ exit: 1, out: { ok: false, code: 'store.version' } });
});

test('the command says when no store answers', async () => {
  expect(await runMigrate({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' })).toMatchObject({
    exit: 1,
    out: { ok: false, code: 'store.unreachable' },
  });
});
