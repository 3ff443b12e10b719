import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '#src/ports/log.ts';
import { pidIn } from './holder.ts';
import type { Place } from './places.ts';
import { identity } from './run-as.ts';

const settings = {
  shared_buffers: '32MB',
  max_connections: '60',
  jit: 'off',
  max_wal_size: '256MB',
  wal_compression: 'on',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  listen_addresses: '',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  timezone: 'UTC',
  unix_socket_permissions: '0700',
} as const;

/** The shell waits on the pipe; when it closes (we ended, or died in any way) the server gets SIGINT, a fast and clean stop. */
const untilThePipeCloses = `
"$@" 3<&- & pid=$!
(while read -r _; do :; done; kill -INT $pid 2>/dev/null) <&3 & watcher=$!
wait $pid; code=$?
kill $watcher 2>/dev/null
exit $code`;

/** The server and the shell that watches over it. A server that dies by itself is started again; one that we stop stays stopped. */
export class ServerProcess {
  readonly #bin: string;
  readonly #place: Place;
  readonly #socket: string;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #stopping = false;
  #said = '';
  #startedAt = 0;
  #falls = 0;

  constructor(bin: string, place: Place, socket: string, log: Log) {
    this.#bin = bin;
    this.#place = place;
    this.#socket = socket;
    this.#log = log;
  }

  /** The last thing it said, when it has ended. */
  get ended(): string | undefined {
    return this.#child && hasEnded(this.#child)
      ? (this.#said.trim().split('\n').at(-1)?.slice(0, 200) ?? '')
      : undefined;
  }

  start(): void {
    const { data, as } = this.#place;
    const options = Object.entries({ ...settings, unix_socket_directories: this.#socket }).flatMap(([key, value]) => [
      '-c',
      `${key}=${value}`,
    ]);
    this.#startedAt = Date.now();
    const child = spawn(
      '/bin/sh',
      ['-c', untilThePipeCloses, 'sh', join(this.#bin, 'postgres'), '-D', data, '-p', '5432', ...options],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], cwd: data, detached: true, ...identity(as) },
    );
    child.stderr?.on('data', (piece: Buffer) => {
      this.#said = `${this.#said}${piece.toString('utf8')}`.slice(-2_000);
    });
    // The pipe breaks when the shell ends first; the exit says all there is to say.
    child.stdio[3]?.on('error', () => undefined);
    child.on('error', () => undefined);
    this.#child = child;
  }

  /** From now on a server that ends without being asked to is started again, after a growing pause. */
  keepAlive(): void {
    this.#child?.once('exit', () => {
      if (this.#stopping) return;
      this.#falls = Date.now() - this.#startedAt > 60_000 ? 1 : this.#falls + 1;
      const pauseMs = Math.min(250 * 2 ** this.#falls, 30_000);
      this.#log.error({ falls: this.#falls, pauseMs }, 'the database server ended by itself and is started again');
      setTimeout(() => {
        if (this.#stopping) return;
        this.start();
        this.keepAlive();
      }, pauseMs);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child && !hasEnded(child)) {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const pipe = child.stdio[3];
      if (pipe && 'end' in pipe) pipe.end();
      const impatient = pause(8_000, undefined, { ref: false }).then(() => {
        const pid = pidIn(join(this.#place.data, 'postmaster.pid'));
        if (pid) process.kill(pid, 'SIGQUIT');
        return gone;
      });
      await Promise.race([gone, impatient]);
    }
    // Still held means that it was never ours: another Baton's server listens there.
    if (!pidIn(join(this.#place.data, 'postmaster.pid'))) rmSync(this.#socket, { recursive: true, force: true });
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
