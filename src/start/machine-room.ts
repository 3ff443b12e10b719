import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { parseCsv } from '#config/csv.ts';
import { loadKnowledge } from '#config/knowledge.ts';
import type { Config, Environment } from '#config/load.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { loadSafetyChanges } from '#config/safety-changes.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import { keyStandings, rotatedAt } from '#src/adapters/vault/key-standings.ts';
import type { TenantId } from '#src/domain/ids.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { QuotaBook } from '#src/ports/quota.ts';
import type { Examined, KnowledgeTable, MachineRoom, Works } from '#src/ports/service-works.ts';
import { examine } from './examine.ts';

type Parts = {
  readonly configDir: string;
  readonly dataDir: string;
  readonly env: Environment;
  readonly config: Config;
  readonly store: Pick<Store, 'pool' | 'inbox' | 'errands' | 'version'>;
  readonly keys: Pick<KeyProvider, 'kind' | 'current'>;
  readonly book: QuotaBook;
  readonly clock: Clock;
  readonly tenants: ReadonlyMap<TenantId, Pick<OpenedTenant, 'settings'>>;
  readonly isConnected: (tenant: TenantId) => boolean;
  readonly templateOf: (tenant: TenantId) => string | undefined;
  readonly ready: () => Promise<{
    readonly ready: boolean;
    readonly parts: Readonly<Record<string, { readonly says: string }>>;
  }>;
};

/** What the administrator sees of the machine: looked up when asked, from the store and the files as they lie now. */
export const machineRoom = (parts: Parts): MachineRoom => ({
  works: () => worksOf(parts),
  examine: () =>
    examine(parts.env, async () => running(await parts.ready()), {
      configDir: parts.configDir,
      dataDir: parts.dataDir,
    }),
});

const running = ({ ready, parts }: Awaited<ReturnType<Parts['ready']>>): Examined => ({
  part: 'service',
  ok: ready,
  says: Object.entries(parts)
    .map(([name, { says }]) => `${name}: ${says}`)
    .join('; '),
});

async function worksOf(parts: Parts): Promise<Works> {
  const { store, configDir, keys } = parts;
  const [inbox, errands] = [await store.inbox.waiting(), await store.errands.waiting()];
  const rotated = await rotatedAt(store.pool);
  return {
    tenants: await tenantsOf(parts),
    shipped: shippedTemplate(configDir),
    knowledge: knowledgeIn(configDir),
    keys: {
      provider: keys.kind,
      standing: [
        { kind: 'master', count: 1, newest: { id: await keys.current() } },
        ...(await keyStandings(store.pool)),
      ],
      ...(rotated ? { rotatedAt: rotated } : {}),
    },
    store: {
      version: store.version,
      ...(await sizeOf(store.pool)),
      inbox: {
        waiting: inbox.waiting,
        aside: inbox.aside,
        ...(inbox.oldestAt ? { oldestAt: inbox.oldestAt } : {}),
      },
      errands: { waiting: errands.waiting, unknown: errands.unknown, dropped: errands.dropped },
    },
  };
}

async function tenantsOf({ config, tenants, book, clock, store, isConnected, templateOf }: Parts) {
  const month = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
  const { rows } = await store.pool.query<{ template: string; way: string; count: number }>(
    'select template, way, count(*)::int as count from posted_cards group by template, way order by count desc',
  );
  return Promise.all(
    [...tenants].map(async ([tenant, { settings }]) => {
      const used = await book.used(tenant, month);
      const template = templateOf(tenant);
      return {
        id: tenant,
        name: config.tenants.tenants.find(({ id }) => id === tenant)?.name ?? tenant,
        connected: isConnected(tenant),
        api: { used: used.api, limit: settings.quota.api },
        push: { used: used.push, limit: settings.quota.push },
        ...(template ? { template } : {}),
        cards: rows.filter(({ way }) => way === 'card').map(({ template: of, count }) => ({ template: of, count })),
        messages: rows.filter(({ way }) => way === 'message').reduce((sum, { count }) => sum + count, 0),
      };
    }),
  );
}

/** The template this version was made for. An organisation imports this file once and gives its own id to the configuration. */
function shippedTemplate(configDir: string): Works['shipped'] {
  const file = 'card-templates/referral.json';
  const bytes = readFileSync(join(configDir, file));
  const { name, variables } = JSON.parse(bytes.toString('utf8')) as { name: string; variables: readonly unknown[] };
  return {
    file: `config/${file}`,
    name,
    variables: variables.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The tables as they lie on the disk now; one that has become wrong since the start is said here, before the next start refuses it. */
function knowledgeIn(configDir: string): Works['knowledge'] {
  const folder = join(configDir, 'knowledge');
  const files = [
    ...readdirSync(folder).filter((name) => name.endsWith('.csv')),
    ...readdirSync(join(folder, 'safety'))
      .filter((name) => name.endsWith('.csv'))
      .map((name) => `safety/${name}`),
  ];
  const { changes, trouble } = soundness(configDir);
  return {
    tables: files.map((file) => tableIn(folder, file)),
    ...(trouble ? { trouble: trouble.replaceAll(configDir, 'config') } : {}),
    changes,
  };
}

function tableIn(folder: string, file: string): KnowledgeTable {
  const [head, ...rows] = parseCsv(readFileSync(join(folder, file), 'utf8'));
  const column = (name: string) => {
    const at = head?.cells.indexOf(name) ?? -1;
    return at < 0 ? [] : rows.map(({ cells }) => cells[at] ?? '');
  };
  const version = column('version').toSorted().at(-1);
  const evidence: Record<string, number> = {};
  for (const words of column('evidence')) evidence[words] = (evidence[words] ?? 0) + 1;
  return { file: `config/knowledge/${file}`, rows: rows.length, evidence, ...(version ? { version } : {}) };
}

function soundness(configDir: string): { readonly changes: readonly string[]; readonly trouble?: string } {
  try {
    const knowledge = loadKnowledge(join(configDir, 'knowledge'));
    const tables = loadSafetyTables(knowledge, join(configDir, 'knowledge', 'safety'));
    const changes = loadSafetyChanges(knowledge, tables, join(configDir, 'knowledge', 'institutions'));
    return { changes: [...new Set(changes.map(({ institution }) => institution))] };
  } catch (error) {
    return { changes: [], trouble: error instanceof Error ? error.message : 'a table cannot be read' };
  }
}

async function sizeOf(pool: Pool): Promise<{ readonly megabytes: number; readonly migrations: number }> {
  const { rows } = await pool.query<{ bytes: string; migrations: number }>(
    'select pg_database_size(current_database()) as bytes, (select count(*)::int from kysely_migration) as migrations',
  );
  return { megabytes: Math.round(Number(rows[0]?.bytes ?? 0) / 1_048_576), migrations: rows[0]?.migrations ?? 0 };
}
