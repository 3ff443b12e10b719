import { TrailVerifier, type Verdict, type VerifyOptions } from './verify.ts';

const lineBreak = 0x0a;
/** No line of ours comes near it; more without a line break is not read into memory. */
const longest = 8 * 1024 * 1024;

/** Verifies an exported trail from its bytes, piece by piece as they come. */
export async function verifyTrail(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const verifier = new TrailVerifier(options);
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(lineBreak); at >= 0; at = piece.indexOf(lineBreak, from)) {
      verifier.add(textOf(Buffer.concat([rest, piece.subarray(from, at)])));
      rest = Buffer.alloc(0);
      from = at + 1;
    }
    rest = Buffer.concat([rest, piece.subarray(from)]);
    if (rest.length > longest) break;
  }
  // The last line, too, ends with a line break; what is left over was cut.
  if (rest.length > 0) verifier.add('');
  return verifier.verdict();
}

/** Bytes that are no text are no line: they must not be taken for the character that stands in for them. */
function textOf(line: Buffer): string {
  const text = line.toString('utf8');
  return text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(line) ? '' : text;
}
