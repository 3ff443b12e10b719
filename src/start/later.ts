/**
 * Something that is loaded with its first use: a start does not wait for what it may never need. All its methods give promises.
 */
export function later<Thing extends object>(load: () => Promise<Thing>): Thing {
  let there: Promise<Thing> | undefined;
  const method =
    (name: PropertyKey) =>
    async (...asked: readonly unknown[]): Promise<unknown> => {
      there ??= load();
      const thing = await there;
      // Each name that is asked for is a method by the type, and its parts are checked where it is called.
      return (thing as Record<PropertyKey, (...asked: readonly unknown[]) => unknown>)[name]?.(...asked);
    };
  return new Proxy({} as Thing, {
    // A promise that is given this does not take it for another promise.
    get: (_thing, name) => (name === 'then' ? undefined : method(name)),
  });
}
