/** Sentences with ids. Never a name, a diagnosis, a drug, a token or a message body. */
export interface Log {
  debug(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  info(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}
