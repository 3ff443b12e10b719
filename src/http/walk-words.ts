import { z } from 'zod';
import { walkView } from '#src/contract/images.ts';
import type { WalkMessage } from '#src/domain/imaging/walk-replica.ts';

const walk = z.object({
  people: z.array(z.string()),
  leads: z.string().optional(),
  asks: z.string().optional(),
  view: walkView.optional(),
});
const shared = z.object({ walk, last: z.record(z.string(), z.string()) });
const deed = z.discriminatedUnion('say', [
  z.object({ say: z.enum(['join', 'here', 'leave', 'ask']) }),
  z.object({ say: z.literal('give'), to: z.string() }),
  z.object({ say: z.literal('gone'), last: z.string() }),
  z.object({ say: z.literal('show'), view: walkView }),
]);
const from = { by: z.string(), stamp: z.string() };
const message = z.discriminatedUnion('is', [
  z.object({ ...from, is: z.literal('deed'), referral: z.string(), who: z.string(), deed }),
  z.object({ ...from, is: z.literal('hold'), referral: z.string(), shared }),
  z.object({ ...from, is: z.literal('question') }),
  z.object({
    ...from,
    is: z.literal('answer'),
    to: z.string(),
    part: z.number().int(),
    parts: z.number().int(),
    walks: z.array(z.tuple([z.string(), shared])),
  }),
]);

/** What another instance said, which may be of another version: what is not understood is not heard. */
export function walkMessageIn(text: string): WalkMessage | undefined {
  try {
    const read = message.safeParse(JSON.parse(text));
    // The shape above is that of the type but for the brands of its ids.
    return read.success ? (read.data as WalkMessage) : undefined;
  } catch {
    return undefined;
  }
}
