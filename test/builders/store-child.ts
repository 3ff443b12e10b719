import { launch } from '#src/adapters/store/launcher/launch.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { type InstitutionId, id, type TenantId } from '#src/domain/ids.ts';
import { silent } from './silent.ts';

/**
 * A Baton's store in a process of its own, for a test to kill. It says one line of JSON when it has come as far as it was asked to, then waits.
 * store-child.ts launch DIR | open URL DIR | handle URL DIR | errand URL DIR | keep URL DIR
 */
const [what = '', where = '', dataDir = ''] = process.argv.slice(2);

const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
const forEver = () => new Promise<never>(() => setInterval(() => undefined, 60_000));

const open = () =>
  openStore({
    databaseUrl: where,
    dataDir,
    env: {},
    clock: { now: () => new Date() },
    log: silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => openVault({ dataDir, env: {}, pool: keys, log: silent }),
  });

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  launch: async () => {
    const { connection, version } = await launch(where, process.env, silent);
    say({ host: connection.host, password: connection.password, version });
    await forEver();
  },
  open: async () => {
    const store = await open();
    await store.close();
    say({ opened: true });
  },
  // Dies in the middle of handling: its effect is written and not committed.
  handle: async () => {
    const store = await open();
    await store.inbox.start(async ({ key }, page) => {
      await page.happened({
        what: 'record-searched',
        at: new Date(),
        by: { baton: 'dingtalk' },
        institution: id<InstitutionId>('tmh'),
      });
      say({ key });
      await forEver();
    });
    await forEver();
  },
  // Dies in the middle of an errand: it is begun, and nobody knows whether it was done.
  errand: async () => {
    const store = await open();
    await store.errands.start(async (inHand) => {
      say({ begunBefore: inHand.begunBefore });
      return forEver();
    });
    await forEver();
  },
  // Keeps events without end, and says which are kept.
  keep: async () => {
    const store = await open();
    for (let count = 0; ; count += 1) {
      const keys = Array.from({ length: 8 }, (_one, index) => `${process.pid} ${count} ${index}`);
      await Promise.all(
        keys.map((key) =>
          store.inbox.keep({
            tenant: id<TenantId>('shared'),
            key,
            kind: 'event',
            topic: '*',
            data: '{}',
            at: new Date(),
          }),
        ),
      );
      for (const key of keys) say({ key });
    }
  },
};

try {
  await ways[what]?.();
  process.exit(0);
} catch (error) {
  say({
    refused: error instanceof Error && 'code' in error ? error.code : 'unknown',
    says: error instanceof Error ? error.message : '',
  });
  process.exit(1);
}
