import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A place for one service's data, open enough for a database server that is not root. */
export function aDataFolder(name: string): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), `baton-bench-${name}-`));
  chmodSync(dir, 0o711);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }) };
}

export type Service = {
  readonly port: number;
  readonly readyMs: number;
  /** Resident memory of the service's own process, without its database, in MB. */
  readonly rssMegabytes: () => number;
  readonly stop: () => Promise<void>;
};

/** Baton as a process of its own, from the command until `/readyz` says yes. */
export async function aService(dataDir: string, pretendUrl: string): Promise<Service> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, ['src/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      BATON_DATA_DIR: dataDir,
      BATON_PRETEND_URL: pretendUrl,
      BATON_PORT: String(port),
      BATON_LOG: 'silent',
    },
  });
  for (const end = Date.now() + 60_000; !(await isReady(port)); await pause(10)) {
    if (Date.now() > end || child.exitCode !== null) throw new Error('the service did not become ready');
  }
  return {
    port,
    readyMs: performance.now() - from,
    rssMegabytes: () => rssOf(child.pid ?? 0),
    stop: () => ended(child),
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    // Not there yet.
    return false;
  }
}

/** From the kernel's own page of the process; 0 where there is no such page. */
function rssOf(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    // Not a Linux: not measured.
    return 0;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await over;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
