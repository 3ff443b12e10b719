#!/usr/bin/env node
// Finds Node 24 (npm brings it) and runs the command line with it; plain JavaScript so that an older Node can read it.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = join(here, '..', '..');
const own = join(root, 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin', 'node');
const node = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : own;
if (!existsSync(node)) {
  process.stderr.write(`Baton needs Node 24 and this is ${process.version}. Run "npm ci" first, or install Node 24.\n`);
  process.exit(2);
}
const { status, signal } = spawnSync(node, [join(here, 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(signal ? 1 : (status ?? 1));
