import { z } from 'zod';
import { liveWord } from '#src/contract/session.ts';

/** Whom a word concerns: who works at one of these places, who was given the images of this referral, or everybody. */
const audience = z.union([
  z.object({ at: z.array(z.string()).readonly() }),
  z.object({ given: z.string() }),
  z.literal('everybody'),
]);

/** Who said it, and as which of their words. */
const from = { by: z.string(), no: z.number().int() };

/** What instances tell each other of screens: ids alone. */
const screenWord = z.discriminatedUnion('is', [
  z.object({ ...from, is: z.literal('word'), word: liveWord.pick({ kind: true, id: true }), to: audience }),
  /** Somebody was given the images of a referral. */
  z.object({ ...from, is: z.literal('given'), referral: z.string(), person: z.string() }),
  /** Every screen of a person ends. */
  z.object({ ...from, is: z.literal('ended'), person: z.string() }),
  /** More was said than could be kept while nobody heard: whatever is shown may be too old. */
  z.object({ ...from, is: z.literal('missed') }),
]);
export type ScreenWord = z.infer<typeof screenWord>;
export type Audience = z.infer<typeof audience>;

/** What another instance said, which may be of another version: what is not understood is not heard. */
export function screenWordIn(text: string): ScreenWord | undefined {
  try {
    const read = screenWord.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
