import type { Pool } from 'pg';
import type { Log } from '#src/ports/log.ts';

export type Timer = { readonly stop: () => Promise<void> };

/**
 * Does something every so many seconds, once for all processes over this store: whoever comes first takes the turn. One that dies in the middle
 * loses it; the next turn is anybody's. Times are the store's own, so that machines need not agree.
 */
export function everyTurn(pool: Pool, log: Log, name: string, seconds: number, work: () => Promise<void>): Timer {
  let running: Promise<void> | undefined;
  const look = async () => {
    try {
      if (await takesTurn(pool, name, seconds)) await work();
    } catch (error) {
      log.warn(
        { turn: name, error: error instanceof Error ? error.name : 'unknown' },
        'a regular task failed and comes again',
      );
    }
  };
  const tick = () => {
    running ??= look().finally(() => {
      running = undefined;
    });
  };
  // Looks more often than it has turns, so that a turn is late by a tenth of its period at most.
  const timer = setInterval(tick, Math.max(seconds * 100, 50));
  tick();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function takesTurn(pool: Pool, name: string, seconds: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into turns (name, next_at) values ($1, clock_timestamp() + make_interval(secs => $2))
     on conflict (name) do update set next_at = excluded.next_at where turns.next_at <= clock_timestamp()`,
    [name, seconds],
  );
  return rowCount === 1;
}
