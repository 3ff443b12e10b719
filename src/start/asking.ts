import { AsyncLocalStorage } from 'node:async_hooks';
import type { House } from '#src/domain/house/house.ts';
import type { Ledger, Page } from '#src/ports/ledger.ts';
import { ledgerNamingAskers, namingAskers } from '#src/usecases/trail/name-askers.ts';

export type Asking = {
  /** The ledger whose entries name post and device of whoever asks. */
  readonly ledger: Ledger;
  /** While `work` runs, and in whatever it awaits, this device asks. */
  readonly during: <T>(device: string, work: () => Promise<T>) => Promise<T>;
  /** A page of somebody's words or tap in DingTalk, which names the person and no device. */
  readonly inChat: (page: Page) => Page;
};

/** Remembers, through everything that one request awaits, what it is asked with. */
export function askingOver(ledger: Ledger, house: House): Asking {
  const devices = new AsyncLocalStorage<string>();
  return {
    ledger: ledgerNamingAskers(ledger, house, () => devices.getStore()),
    during: (device, work) => devices.run(device, work),
    inChat: (page) => namingAskers(page, house, () => 'dingtalk chat'),
  };
}
