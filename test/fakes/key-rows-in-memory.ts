import type { DataKeyRow, KeyRows, SigningKeyRow } from '#src/adapters/vault/key-rows.ts';
import { keyIdOf } from '#src/adapters/vault/sealed-value.ts';
import { Refused } from '#src/domain/refused.ts';

/** Wrapped keys without a store. What a test wants to spoil lies open. */
export class KeyRowsInMemory implements KeyRows {
  readonly data: DataKeyRow[] = [];
  readonly services = new Map<string, Uint8Array>();
  readonly signing: SigningKeyRow[] = [];

  async dataKey(id: string) {
    return this.data.find((row) => row.id === id);
  }
  async keyOf(patient: string) {
    return this.data.findLast((row) => row.patient === patient);
  }
  async addDataKey(row: DataKeyRow) {
    const there = await this.keyOf(row.patient);
    if (!there) this.data.push(row);
    return there ?? row;
  }
  async destroyKeysOf(patient: string) {
    for (const row of this.data.filter((one) => one.patient === patient)) this.data.splice(this.data.indexOf(row), 1);
  }
  async newestService(family: string) {
    return [...this.services.keys()].findLast((name) => name.startsWith(family));
  }
  async serviceKey(name: string, wrapped: () => Promise<Uint8Array>) {
    const key = this.services.get(name) ?? (await wrapped());
    this.services.set(name, key);
    return key;
  }
  async wrappedBy() {
    const wrapped = [
      ...this.data.map((row) => row.wrapped),
      ...this.services.values(),
      ...this.signing.map((row) => row.sealed),
    ];
    return [...new Set(wrapped.map(keyIdOf))];
  }
  async signingKeyOf(owner: string) {
    return this.signing.find((row) => row.owner === owner && !row.until);
  }
  async signingKey(id: string) {
    return this.signing.find((row) => row.id === id);
  }
  async signingFrom(id: string, at: Date) {
    const row = this.signing.find((one) => one.id === id);
    if (row && row.from > at) this.signing[this.signing.indexOf(row)] = { ...row, from: at };
  }
  async addSigningKey(row: SigningKeyRow) {
    if (row.sealed.length === 0) throw new Refused('vault.key-missing', 'a signing key without its secret');
    this.signing.push(row);
    return row;
  }
}
