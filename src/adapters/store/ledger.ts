import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Unreachable } from '#src/domain/refused.ts';
import type { Ledger, Page } from '#src/ports/ledger.ts';
import type { Vault } from '#src/ports/vault.ts';
import { pageOn } from './pages/page.ts';
import { isConflict, isLost } from './pg-troubles.ts';
import { sqlOver } from './sql.ts';

export type LedgerParts = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly errandsWaiting: () => void;
};

const lastTry = 8;

export function ledgerOn(parts: LedgerParts): Ledger {
  return {
    write: (work) => withPage(parts, 'write', work),
    read: (work) => withPage(parts, 'read', work),
  };
}

/** Reads see one moment; writes lock what they change and see what others have committed. */
const beginnings = { write: 'begin', read: 'begin isolation level repeatable read read only' } as const;

async function withPage<T>(
  parts: LedgerParts,
  kind: keyof typeof beginnings,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const client = await parts.pool.connect().catch((cause: unknown) => {
      throw new Unreachable('store.unreachable', 'The store does not answer', { cause });
    });
    const at: Progress = { committing: false };
    let broken: Error | undefined;
    try {
      return await onePage(parts, client, work, kind, at);
    } catch (error) {
      if (isLost(error) && error instanceof Error) broken = error;
      // Lost while committing it may be kept already: only whoever asked can look.
      const again = isConflict(error) || (broken !== undefined && !at.committing);
      if (!again || tries >= lastTry)
        throw broken
          ? new Unreachable('store.unreachable', 'The store was lost in the middle of a page', { cause: error })
          : error;
    } finally {
      client.release(broken);
    }
    await pause(2 ** tries + Math.random() * 10);
  }
}

type Progress = { committing: boolean };

/** One transaction: all of it or nothing. Errands are announced only once they are really there. */
export async function onePage<T>(
  parts: LedgerParts,
  client: PoolClient,
  work: (page: Page) => Promise<T>,
  kind: keyof typeof beginnings = 'write',
  at: Progress = { committing: false },
): Promise<T> {
  let sent = false;
  await client.query(beginnings[kind]);
  try {
    const page = pageOn(sqlOver(client), {
      vault: parts.vault,
      now: parts.now,
      mayLock: kind === 'write',
      sent: () => {
        sent = true;
      },
    });
    const result = await work(page);
    at.committing = true;
    await client.query('commit');
    if (sent) parts.errandsWaiting();
    return result;
  } catch (error) {
    // A lost connection has rolled back by itself.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
