/** Somebody outside who vouches that a digest was there at a moment (RFC 3161). It is told the digest and nothing else. */
export interface TimestampAuthority {
  /** The stamp over a SHA-256 digest, as the authority wrote it (DER, `TimeStampResp`). Fails when there is none to be had; then it is asked later. */
  stamp(digest: Uint8Array): Promise<Uint8Array>;
}

/** Where stamps are kept, only ever added. */
export interface StampShelf {
  /** The names of those that are there. */
  kept(): Promise<ReadonlySet<string>>;
  /** Safe on disk, and whole, when it returns. */
  keep(name: string, stamp: Uint8Array): Promise<void>;
}
