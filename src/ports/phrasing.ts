/** A sentence with the excerpts it stands on, as it may leave the house: nothing in it names anybody. */
type Phrasable = { readonly sentence: string; readonly excerpts: readonly string[] };

/** Puts sentences into smoother words. It is not trusted: whatever comes back is looked up in the excerpts before anybody sees it. */
export interface Phrasing {
  /** One answer for each sentence, in order; nothing where there is none. Throws when it cannot: then the sentences stay. */
  phrase(
    sentences: readonly Phrasable[],
    language: 'en' | 'zh-hant' | 'zh-hans',
  ): Promise<readonly (string | undefined)[]>;
}
