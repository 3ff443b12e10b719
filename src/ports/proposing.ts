/** What a model says a text holds: nothing of it counts until its quote was looked up and read by the rules. */
export type Proposal = { readonly type: string; readonly name: string; readonly quote: string };

/** Proposes findings that the rules may have missed. It is given words in which nobody is named, and it is not trusted. */
export interface Proposing {
  /** Proposals in any order; none where it has none. Throws when it cannot: then the rules' findings stand alone. */
  propose(text: string): Promise<readonly Proposal[]>;
}
