/**
 * Keeps the keys that wrap keys, or knows who does (a key file, the environment, a security module). What it wraps names the key that opens it, so that
 * keys can be changed one at a time. Nothing but keys ever goes through it.
 */
export interface KeyProvider {
  readonly kind: 'file' | 'environment' | 'pkcs11';
  /** The key new things are wrapped with. */
  current(): Promise<string>;
  has(id: string): Promise<boolean>;
  /** `label` binds it to what it is for: wrapped for one thing it opens for no other. */
  wrap(label: string, key: Uint8Array): Promise<Uint8Array>;
  /** Refuses `vault.key-missing` when the key it was wrapped with is not there, `vault.tampered` when it does not open. */
  unwrap(label: string, wrapped: Uint8Array): Promise<Uint8Array>;
  /** Makes a new current key, beside the others, and gives its id. Refuses `config.invalid` where only the operator can. */
  rotate(): Promise<string>;
  /** Lets go of keys nothing is wrapped with any more; `keep` names those that are in use. */
  prune(keep: readonly string[]): Promise<void>;
}
