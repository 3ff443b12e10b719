import { z } from 'zod';

/** The key of one day in Hong Kong (yyyy-mm-dd): 32 bytes, base64. */
const drawerKey = z.object({ day: z.iso.date(), key: z.base64().length(44) });

/** What seals the words typed and not yet sent on this person's devices: today's key first, then yesterday's if there is one. Only to be held in memory. */
export const drawerShown = z.object({ keys: z.array(drawerKey).min(1).max(2) });

export type DrawerShown = z.infer<typeof drawerShown>;
