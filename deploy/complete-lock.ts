import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Some registries do not carry every platform's binary of a tool. npm then leaves those names out of the lock file and `npm ci` refuses the lock as
 * incomplete. This names them again, with the version their parent asks for and the platforms they are for: npm skips them everywhere else.
 * Run it after `npm install` when a clean `npm ci` says "Missing: … from lock file".
 */
type Entry = {
  version?: string;
  optionalDependencies?: Record<string, string>;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
};

const file = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'sunos', 'netbsd', 'openbsd'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const added: string[] = [];
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || !/^\d+\.\d+\.\d+/.test(version)) continue;
    const words = name.toLowerCase().split(/[^a-z0-9]+/);
    const os = systems.find((one) => words.includes(one) || (one === 'win32' && words.includes('windows')));
    const cpu = processors.find((one) => words.includes(one)) ?? (words.includes('wasm32') ? 'wasm32' : undefined);
    lock.packages[place] = {
      version,
      optional: true,
      ...(parent.dev ? { dev: true } : {}),
      os: [os ?? 'none'],
      cpu: [cpu ?? 'none'],
      ...(words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}),
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} platform packages named in the lock\n`);
