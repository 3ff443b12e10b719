import type { House } from '#src/domain/house/house.ts';
import type { OnDuty } from '#src/domain/roster/on-duty.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Ledger } from '#src/ports/ledger.ts';
import type { Log } from '#src/ports/log.ts';
import { onDutyAt } from '#src/usecases/rosters/on-duty-at.ts';
import { every, type Regular } from './every.ts';

const lookMs = 1_000;

/** Who is on duty at this moment. The house asks it; here it follows a changed roster at once, in every other instance within a second, and the clock everywhere. */
export class DutyBoard {
  #now: readonly OnDuty[] = [];
  readonly now = (): readonly OnDuty[] => this.#now;

  async follow(ledger: Pick<Ledger, 'read'>, house: House, clock: Clock): Promise<void> {
    this.#now = await ledger.read((page) => onDutyAt(page, house, clock.now()));
  }

  /** Follows until stopped. */
  watch(ledger: Pick<Ledger, 'read'>, house: House, clock: Clock, log: Log): Regular {
    return every(lookMs, log, () => this.follow(ledger, house, clock));
  }
}
