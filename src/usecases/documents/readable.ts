const unheard = new Set(['audio', 'video']);

/** What is read by itself: everything but sound and film, which people listen to and look at. */
export const isReadable = (kind: string | undefined): boolean => kind !== undefined && !unheard.has(kind);

/** What goes to the reading room: a voice too, in case somebody there can hear it. */
export const goesToBeRead = (kind: string | undefined): boolean => isReadable(kind) || kind === 'audio';
