import { type House, person } from '#src/domain/house/house.ts';
import { houseUnder, nobodyOff, type Off, touched } from '#src/domain/people/switches.ts';
import type { OpenDownloads } from '#src/http/open-downloads.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import type { Ledger } from '#src/ports/ledger.ts';
import type { Log } from '#src/ports/log.ts';
import { every, type Regular } from './every.ts';

type Ends = Pick<OpenScreens, 'endOf' | 'shutOut'>;
type Cuts = Pick<OpenDownloads, 'cutOf'>;

/** The promise is two seconds, in every instance. */
const lookMs = 500;

/**
 * The house as it stands at this moment. Everybody holds the same `house`; what it says of people and hotlines changes when somebody is switched off or on,
 * here at once (`follow`) and in every other instance within half a second.
 */
export class Switchboard {
  readonly configured: House;
  readonly house: House;
  #off: Off = nobodyOff;
  #now: House;
  #following: Promise<void> = Promise.resolve();

  /** `onDuty`: who is on duty now, asked anew each time. */
  constructor(configured: House, onDuty: () => NonNullable<House['onDuty']> = () => []) {
    this.configured = configured;
    this.#now = configured;
    const now = () => this.#now;
    this.house = {
      ...configured,
      get people() {
        return now().people;
      },
      get onDuty() {
        return onDuty();
      },
      get hotlines() {
        return now().hotlines;
      },
    };
  }

  /** Reads who is off, and closes the screens and downloads of those who may do less than before. */
  follow(ledger: Pick<Ledger, 'read'>, screens: Ends, downloads: Cuts): Promise<void> {
    // One after the other: an answer that is older never overwrites a newer one.
    const next = this.#following.then(() => this.#look(ledger, screens, downloads));
    this.#following = next.catch(() => undefined);
    return next;
  }

  async #look(ledger: Pick<Ledger, 'read'>, screens: Ends, downloads: Cuts): Promise<void> {
    const off = await ledger.read((page) => page.switches.off());
    if (same(off, this.#off)) return;
    const fewer = touched(this.configured, this.#off, off);
    this.#off = off;
    this.#now = houseUnder(this.configured, off);
    for (const who of fewer) {
      downloads.cutOf(who);
      if (person(this.#now, who)?.left) screens.shutOut(who);
      else screens.endOf(who);
    }
  }

  /** Follows the store until stopped. */
  watch(ledger: Pick<Ledger, 'read'>, screens: OpenScreens, downloads: OpenDownloads, log: Log): Regular {
    return every(lookMs, log, () => this.follow(ledger, screens, downloads));
  }
}

const same = (one: Off, other: Off): boolean =>
  one.people.join() === other.people.join() && one.places.join() === other.places.join();
