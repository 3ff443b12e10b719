import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonical } from '#src/domain/trail/canonical.ts';
import { type Checkpoint, checkpointText } from '#src/domain/trail/checkpoint.ts';
import { contentsText, type TrailLine, writeLine } from '#src/domain/trail/lines.ts';
import { firstPrev, leafHash, linkHash } from '#src/domain/trail/link.ts';
import { GrowingTree } from '#src/domain/trail/merkle.ts';
import { TrailVerifier, type Verdict } from '#src/domain/trail/verify.ts';

export const aKey = (keyId = 'key-1') => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { keyId, privateKey, spkiPem: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
};
type Key = { readonly keyId: string; readonly privateKey: KeyObject; readonly spkiPem: string };

const at = '2026-11-23T04:00:00.000Z';
export const aBody = (chain: string, seq: number, more: object = {}): string =>
  canonical({ at, by: { person: 'alvin' }, institution: chain, what: 'record-opened', n: seq, ...more });

type Sizes = Readonly<Record<string, number>>;
type Way = {
  readonly key?: Key;
  /** A checkpoint after so many entries, and at each end. */
  readonly every?: number;
  readonly body?: (chain: string, seq: number) => string;
};

/** An exported trail as Baton writes it, without a store. */
export function* aTrail(sizes: Sizes, { key = aKey(), every = 5, body = aBody }: Way = {}): Generator<string> {
  const signed = (bytes: Uint8Array): string => sign(null, bytes, key.privateKey).toString('base64url');
  const above = [
    writeLine({ kind: 'header', format: 'baton-trail', version: 1, at }),
    writeLine({ kind: 'key', keyId: key.keyId, owner: 'baton-trail', spkiPem: key.spkiPem, from: at, until: null }),
  ];
  yield* above;
  const chains = Object.entries(sizes).map(([chain, entries]) => ({
    chain,
    entries,
    checkpoints: Array.from({ length: Math.ceil(entries / every) }, (_one, n) => Math.min((n + 1) * every, entries)),
  }));
  const sha256 = createHash('sha256')
    .update(above.map((line) => `${line}\n`).join(''))
    .digest('hex');
  yield writeLine({ kind: 'contents', chains, keyId: key.keyId, signature: signed(contentsText(sha256, chains)) });
  for (const { chain, entries } of chains) {
    let prev = firstPrev;
    const tree = new GrowingTree();
    for (let seq = 1; seq <= entries; seq += 1) {
      const text = body(chain, seq);
      prev = linkHash(prev, seq, text);
      tree.add(leafHash(text));
      yield writeLine({ kind: 'entry', chain, seq, body: text, link: hex(prev) });
      if (seq % every === 0 || seq === entries) {
        const unsigned = { chain, size: seq, root: hex(tree.root()), link: hex(prev), at };
        const signature = signed(checkpointText(unsigned));
        yield writeLine({ kind: 'checkpoint', ...unsigned, keyId: key.keyId, signature });
      }
    }
  }
  yield writeLine({ kind: 'end' });
}

export function verdictOf(lines: Iterable<string>, remembered: readonly Checkpoint[] = []): Verdict {
  const verifier = new TrailVerifier({ remembered });
  for (const line of lines) verifier.add(line);
  return verifier.verdict();
}

export const checkpointsIn = (lines: readonly string[]): readonly Checkpoint[] =>
  // The lines were just written by `aTrail`.
  lines.map((line) => JSON.parse(line) as TrailLine).filter((line) => line.kind === 'checkpoint');

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
