/** Turns what is said in a recording into words. It may mishear: nothing it says is sure. */
export interface Transcribing {
  /**
   * The words of a recording; undefined where it hears none or does not take such recordings. Throws `Unreachable` when it is away: then it is asked again
   * later.
   */
  transcribe(bytes: Uint8Array, mime: string): Promise<string | undefined>;
}
