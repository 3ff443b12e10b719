/**
 * A browser keeps at most six connections to one address, and a line that stays open takes one of them for good: with six pages
 * open nothing else would get through. So few pages hold a line; the others look every few seconds until a seat is free.
 */
const seats = 3;

type Locks = Pick<LockManager, 'request'>;

/** True when this page may hold a line, as long as it lives. The browser frees the seat of a page that is gone. */
export async function takeSeat(locks: Locks | undefined): Promise<boolean> {
  // Without locks it is an older web view, which shows one page at a time.
  if (!locks) return true;
  for (let seat = 1; seat <= seats; seat += 1) if (await isFree(locks, `baton-line-${seat}`)) return true;
  return false;
}

const isFree = (locks: Locks, name: string): Promise<boolean> =>
  new Promise((resolve) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        // Held until the page goes: nobody ever fulfils this promise.
        return lock ? new Promise(() => undefined) : undefined;
      })
      // A page that may not use locks takes its line as if it were alone.
      .catch(() => resolve(true));
  });

type Waiting = {
  readonly seat: () => Promise<boolean>;
  /** One look at what may have changed. */
  readonly glance: () => Promise<void>;
  readonly wait: () => Promise<void>;
  readonly said: (connected: boolean) => void;
};

/** Looks again and again until this page has a seat. */
export async function untilSeated({ seat, glance, wait, said }: Waiting): Promise<void> {
  while (!(await seat())) {
    try {
      await glance();
      said(true);
    } catch {
      // Not reachable just now: the banner says so, and the next look may succeed.
      said(false);
    }
    await wait();
  }
}
