/** Where a sentence has its words from: a reference and a stretch that stands literally there. */
export type Excerpt = { readonly reference: string; readonly excerpt: string };

/** One of the three: a plain sentence, each of its facts with its source. */
export type Point = { readonly text: string; readonly sources: readonly Excerpt[] };

/** A part of a sentence with what it stands on. */
export type Clause = { readonly text: string; readonly sources: readonly Excerpt[] };

/** How much was read and is not in the points. */
export type LeftOut = { readonly documents: number; readonly from?: string; readonly to?: string };

export type Summary = { readonly points: readonly Point[]; readonly left_out: LeftOut };
