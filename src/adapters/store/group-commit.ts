import type { Incoming } from '#src/ports/inbox.ts';
import type { LedgerParts } from './ledger.ts';
import { isConflict } from './pg-troubles.ts';

type Waiting = {
  readonly incoming: Incoming;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
};

const most = 500;

/** Many who ask to keep something at once share one commit: while one is being written, the next gathers. */
export class GroupCommit {
  readonly #parts: Pick<LedgerParts, 'pool' | 'vault'>;
  readonly #kept: () => void;
  #batch: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(parts: Pick<LedgerParts, 'pool' | 'vault'>, kept: () => void) {
    this.#parts = parts;
    this.#kept = kept;
  }

  keep(incoming: Incoming): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#batch.push({ incoming, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#batch.length > 0) {
      // In one order everywhere, so that two processes keeping the same events do not wait for each other in a circle.
      const batch = this.#batch.splice(0, most).sort((a, b) => (nameOf(a.incoming) < nameOf(b.incoming) ? -1 : 1));
      try {
        const fresh = await this.#insert(batch.map(({ incoming }) => incoming));
        for (const { incoming, resolve } of batch) resolve(fresh.delete(nameOf(incoming)));
        this.#kept();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #insert(all: readonly Incoming[], again = true): Promise<Set<string>> {
    const { vault, pool } = this.#parts;
    const sealed = await Promise.all(
      all.map((one) => vault.sealForService(`inbox ${one.tenant} ${one.key}`, Buffer.from(one.data, 'utf8'))),
    );
    try {
      const { rows } = await pool.query<{ tenant: string; kind: string; key: string }>(
        `insert into inbox (tenant, kind, key, topic, event_type, event_corp, at, sealed)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::bytea[])
         on conflict do nothing returning tenant, kind, key`,
        [
          all.map((one) => one.tenant),
          all.map((one) => one.kind),
          all.map((one) => one.key),
          all.map((one) => one.topic),
          all.map((one) => one.eventType ?? null),
          all.map((one) => one.eventCorpId ?? null),
          all.map((one) => one.at),
          sealed.map((one) => Buffer.from(one)),
        ],
      );
      return new Set(rows.map(nameOf));
    } catch (error) {
      if (!again || !isConflict(error)) throw error;
      return this.#insert(all, false);
    }
  }
}

const nameOf = ({ tenant, kind, key }: { tenant: string; kind: string; key: string }): string =>
  `${tenant} ${kind} ${key}`;
