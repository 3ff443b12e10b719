/** Counts tries of one kind a minute, by address and in all. True while there are not too many. */
export function fewTries(
  perAddress: number,
  inAll: number,
  now: () => number = Date.now,
): (address: string) => boolean {
  let minute = 0;
  let all = 0;
  const counts = new Map<string, number>();
  return (address) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      all = 0;
      counts.clear();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    all += 1;
    return count <= perAddress && all <= inAll;
  };
}
