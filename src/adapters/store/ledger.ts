import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Unreachable } from '#src/domain/refused.ts';
import type { Ledger, Page } from '#src/ports/ledger.ts';
import type { Vault } from '#src/ports/vault.ts';
import { pageOn } from './pages/page.ts';
import { sqlOver } from './sql.ts';

export type LedgerParts = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly errandsWaiting: () => void;
};

/** Conflicts between writers that are nobody's fault: the whole page is written again from its start. */
const retried = new Set(['40001', '40P01', '23505']);
const lost = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
]);

export function ledgerOn(parts: LedgerParts): Ledger {
  return {
    write: (work) => withPage(parts, work),
    read: (work) => withPage(parts, work, 'begin read only'),
  };
}

async function withPage<T>(parts: LedgerParts, work: (page: Page) => Promise<T>, begin = 'begin'): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const client = await parts.pool.connect().catch((cause: unknown) => {
      throw new Unreachable('store.unreachable', 'The store does not answer', { cause });
    });
    let broken: Error | undefined;
    try {
      return await onePage(parts, client, begin, work);
    } catch (error) {
      const code = codeOf(error);
      if (lost.has(code)) broken = error instanceof Error ? error : new Error(code);
      if (!retried.has(code) || tries >= 8)
        throw lost.has(code)
          ? new Unreachable('store.unreachable', 'The store was lost in the middle of a page', { cause: error })
          : error;
    } finally {
      client.release(broken);
    }
    await pause(2 ** tries + Math.random() * 10);
  }
}

/** One transaction: all of it or nothing. Errands are announced only once they are really there. */
export async function onePage<T>(
  parts: LedgerParts,
  client: PoolClient,
  begin: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  let sent = false;
  await client.query(begin);
  try {
    const page = pageOn(sqlOver(client), parts.vault, parts.now, () => {
      sent = true;
    });
    const result = await work(page);
    await client.query('commit');
    if (sent) parts.errandsWaiting();
    return result;
  } catch (error) {
    // A lost connection has rolled back by itself.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
