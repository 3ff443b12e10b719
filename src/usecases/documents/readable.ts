const unheard = new Set(['audio', 'video']);

/** What is read by itself: everything but sound and film, which people listen to and look at. */
export const isReadable = (kind: string | undefined): boolean => kind !== undefined && !unheard.has(kind);
