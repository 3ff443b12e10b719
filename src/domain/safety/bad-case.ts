/** A case that cannot be checked as it stands. `code` is stable; the message names keys and limits and never repeats what was given. */
export class BadCase extends Error {
  readonly code:
    | 'check.empty'
    | 'check.unknown-key'
    | 'check.wrong-value'
    | 'check.not-an-object'
    | 'check.not-json'
    | 'check.too-long';

  constructor(code: BadCase['code'], message: string) {
    super(message);
    this.name = 'BadCase';
    this.code = code;
  }
}
