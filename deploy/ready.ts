import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the screens when they are missing or older than their sources, and makes `npx baton` work here; otherwise costs a few milliseconds. */
const root = join(import.meta.dirname, '..');
const screens = [
  { sources: ['miniapp', 'src/contract'], config: 'miniapp/vite.config.ts', dist: 'miniapp/dist' },
  { sources: ['simulator/page'], config: 'simulator/page/vite.config.ts', dist: 'simulator/page/dist' },
];

function print(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !join(entry.parentPath, entry.name).includes('/dist/'),
    );
    for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

for (const { sources, config, dist } of screens) {
  const now = print(sources);
  const mark = join(root, dist, '.built-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now && existsSync(join(root, dist, 'index.html'))) continue;
  process.stdout.write(`Building ${dist} (once)…\n`);
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', join(root, config), '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  );
  writeFileSync(mark, now);
}

// npm does not link a project's own command into its own node_modules; npx looks there first.
const command = join(root, 'node_modules', '.bin', 'baton');
if (process.platform !== 'win32' && existsSync(join(root, 'node_modules')) && !existsSync(command)) {
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  rmSync(command, { force: true });
  symlinkSync('../../src/cli/baton.mjs', command);
}
