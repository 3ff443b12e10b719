/** How far the service's clock is ahead of this device's, in milliseconds; 0 while they agree. */
let ahead = 0;

/** The present as the service has it: a phone whose clock is wrong must not call late what is not. */
export const presentTime = (): Date => new Date(Date.now() + ahead);

/** A clock that is off by less says nothing wrong: the service tells whole seconds, and its answer was on its way. */
const slack = 30_000;

/** The same fetch, listening to the time each answer of the service carries. Answers without one change nothing. */
export const hearingTime =
  (doFetch: typeof fetch): typeof fetch =>
  async (what, how) => {
    const asked = Date.now();
    const answer = await doFetch(what, how);
    const told = Date.parse(answer.headers.get('date') ?? '');
    const got = Date.now();
    // An answer that took long says little, and the device may have slept meanwhile.
    if (Number.isFinite(told) && got - asked < slack) {
      const off = told - (asked + got) / 2;
      ahead = Math.abs(off) > slack ? off : 0;
    }
    return answer;
  };
