import type { ShownKey } from './exported-sign-off.ts';

/** Was the key in use at that moment? It is from its first moment on, and no more from the moment it was taken out of use. */
export function wasInUse({ from, until }: Pick<ShownKey, 'from' | 'until'>, at: string): boolean {
  const [begun, ended, then] = [
    Date.parse(from),
    until === null ? Number.POSITIVE_INFINITY : Date.parse(until),
    Date.parse(at),
  ];
  return begun <= then && then < ended;
}
