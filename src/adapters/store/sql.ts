import type { PoolClient, QueryResultRow } from 'pg';

/** One transaction's connection, with the few shapes of question we ask. */
export type Sql = {
  readonly all: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly one: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row | undefined>;
  /** How many rows it touched. */
  readonly run: (text: string, values?: readonly unknown[]) => Promise<number>;
};

export const sqlOver = (client: Pick<PoolClient, 'query'>): Sql => ({
  all: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(text, [...values])).rows,
  one: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(text, [...values])).rows[0],
  run: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
});
