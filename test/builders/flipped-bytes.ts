import { TrailVerifier, type Verdict, type VerifyOptions } from '#src/domain/trail/verify.ts';

const lineBreak = 0x0a;

/**
 * What becomes of a trail when one byte of it is changed. Lines before the changed one are heard once and for all; from there on a fork of the verifier hears the changed
 * bytes and what follows, until it fails or the trail ends. `linesOf` is how the reader of files cuts bytes into lines.
 */
export class FlippedBytes {
  readonly #lines: readonly Buffer[];
  readonly #options: VerifyOptions;

  constructor(lines: readonly string[], options: VerifyOptions = {}) {
    this.#lines = lines.map((line) => Buffer.from(`${line}\n`));
    this.#options = options;
  }

  /** Each byte of each line in turn; `by` says with what it is changed (never 0), `tried` hears where it was and what came of it. */
  each(by: (at: number) => number, tried: (line: number, at: number, verdict: Verdict) => void, stride = 1): number {
    const heard = new TrailVerifier(this.#options);
    let at = 0;
    let count = 0;
    this.#lines.forEach((line, index) => {
      for (let place = 0; place < line.length; place += 1, at += 1) {
        if (at % stride !== 0) continue;
        const before = line[place] ?? 0;
        line[place] = before ^ by(at);
        tried(index, place, this.#from(heard.fork(), index));
        line[place] = before;
        count += 1;
      }
      heard.add(textOf(line.subarray(0, -1)));
    });
    return count;
  }

  /** The changed line and those after it, until something is wrong. */
  #from(verifier: TrailVerifier, index: number): Verdict {
    let rest: Buffer = Buffer.alloc(0);
    for (let next = index; next < this.#lines.length && !verifier.hasFailed; next += 1) {
      rest = rest.length === 0 ? (this.#lines[next] ?? rest) : Buffer.concat([rest, this.#lines[next] ?? rest]);
      let from = 0;
      for (let end = rest.indexOf(lineBreak); end >= 0; end = rest.indexOf(lineBreak, from)) {
        verifier.add(textOf(rest.subarray(from, end)));
        from = end + 1;
      }
      rest = rest.subarray(from);
    }
    if (rest.length > 0) verifier.add('');
    return verifier.verdict();
  }
}

function textOf(line: Buffer): string {
  const text = line.toString('utf8');
  return text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(line) ? '' : text;
}
