import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/**
 * Every bench, one after the other, each in a process of its own: one JSON object with the machine, the commit and what each measured.
 * `npm run bench [-- NAME…]`; a name is a file of this folder. What a bench says of its progress goes to standard error.
 */
const all = [
  'stream',
  'reconnect',
  'upload',
  'many-cases',
  'trail',
  'policy',
  'check',
  'points',
  'screens',
  'intake-ct',
  'images',
  'ohif',
  'archive',
] as const;
const here = import.meta.dirname;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !existsSync(join(here, `${name}.ts`)));
if (unknown.length > 0) {
  process.stderr.write(`no bench named ${unknown.join(', ')}; there are ${all.join(', ')}\n`);
  process.exit(2);
}

const results: Record<string, unknown> = {};
let failed = false;
for (const name of asked.length > 0 ? asked : all.filter((one) => existsSync(join(here, `${one}.ts`)))) {
  process.stderr.write(`${name}…\n`);
  const { code, out } = await run(name);
  results[name] = code === 0 ? last(out) : { failed: code };
  failed ||= code !== 0;
}
process.stdout.write(
  `${JSON.stringify({
    ok: !failed,
    at: new Date().toISOString(),
    commit: commit(),
    machine: {
      node: process.version,
      cores: cpus().length,
      model: cpus()[0]?.model,
      gigabytes: Math.round(totalmem() / 2 ** 30),
    },
    results,
  })}\n`,
);
process.exitCode = failed ? 1 : 0;

function run(name: string): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [join(here, `${name}.ts`)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString('utf8');
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code: code ?? 1, out })));
}

/** A bench's answer is its last line. */
function last(out: string): unknown {
  const line = out.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line);
  } catch {
    return { unreadable: line.slice(0, 200) };
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
