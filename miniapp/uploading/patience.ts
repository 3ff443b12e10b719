/** Waits longer each time, at most half a minute, and not a moment longer once the network is back. */
export function patientWait(
  around: Pick<Window, 'setTimeout' | 'clearTimeout' | 'addEventListener' | 'removeEventListener'>,
) {
  return (tries: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        around.clearTimeout(timer);
        around.removeEventListener('online', done);
        resolve();
      };
      const timer = around.setTimeout(done, Math.min(30_000, 500 * 2 ** Math.min(tries, 6)));
      around.addEventListener('online', done);
    });
}
