/** Things of one key together, in the order their first one came. */
export function grouped<T>(
  all: readonly T[],
  keyOf: (each: T) => string,
): readonly (readonly [string, readonly [T, ...T[]]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const key = keyOf(each);
    const there = groups.get(key);
    if (there) there.push(each);
    else groups.set(key, [each]);
  }
  return [...groups];
}
