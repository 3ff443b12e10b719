import { type Checkpoint, checkpointHolds } from './checkpoint.ts';
import { firstPrev, leafHash, linkHash } from './link.ts';
import { GrowingTree } from './merkle.ts';

/** One line of an exported trail (JSON lines). `body` is the canonical text of the happening, exactly as it was hashed. */
export type TrailLine =
  | { readonly kind: 'header'; readonly format: 'baton-trail'; readonly version: 1; readonly at: string }
  | { readonly kind: 'key'; readonly keyId: string; readonly owner: string; readonly spkiPem: string }
  | {
      readonly kind: 'entry';
      readonly chain: string;
      readonly seq: number;
      readonly body: string;
      readonly link: string;
    }
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  | { readonly kind: 'end'; readonly chains: Readonly<Record<string, number>> };

export type FirstBad = { readonly chain: string; readonly seq: number; readonly why: string };
export type Verdict = {
  readonly ok: boolean;
  readonly entries: number;
  readonly chains: number;
  readonly checkpoints: number;
  readonly firstBad?: FirstBad;
};

type Chain = { link: Uint8Array; next: number; readonly tree: GrowingTree; covered: number };

/**
 * Verifies an exported trail, line by line, knowing nothing but the export and, if given, checkpoints remembered from before.
 * Names the first entry that is bad: changed, removed, swapped, cut off, forked, or signed by a key that is not in the export.
 * `trusted` restricts the keys to those known from elsewhere; without it the export vouches for its own keys.
 */
export class TrailVerifier {
  readonly #chains = new Map<string, Chain>();
  readonly #keys = new Map<string, string>();
  readonly #remembered: readonly Checkpoint[];
  readonly #trusted: ReadonlySet<string> | undefined;
  #entries = 0;
  #checkpoints = 0;
  #bad: FirstBad | undefined;
  #ended = false;
  #headed = false;

  constructor(options: { readonly remembered?: readonly Checkpoint[]; readonly trusted?: ReadonlySet<string> } = {}) {
    this.#remembered = options.remembered ?? [];
    this.#trusted = options.trusted;
  }

  add(text: string): void {
    if (this.#bad || text.trim() === '') return;
    const line = parse(text);
    if (!line) return this.#fail('?', this.#entries, 'a line that is not part of a trail');
    switch (line.kind) {
      case 'header':
        this.#headed = true;
        return;
      case 'key':
        if (!this.#trusted || this.#trusted.has(line.spkiPem)) this.#keys.set(line.keyId, line.spkiPem);
        return;
      case 'entry':
        return this.#entry(line);
      case 'checkpoint':
        return this.#checkpoint(line);
      case 'end':
        return this.#end(line.chains);
    }
  }

  verdict(): Verdict {
    if (!this.#bad && !this.#headed) this.#fail('?', 0, 'no header: this is not an exported trail');
    if (!this.#bad && !this.#ended)
      this.#fail('?', this.#entries, 'the export ends in the middle: its last lines are missing');
    for (const known of this.#bad ? [] : this.#remembered) {
      const chain = this.#chains.get(known.chain);
      if (!chain || chain.next - 1 < known.size)
        this.#fail(known.chain, chain ? chain.next : 1, `an older copy: ${known.size} entries were vouched for before`);
    }
    return {
      ok: this.#bad === undefined,
      entries: this.#entries,
      chains: this.#chains.size,
      checkpoints: this.#checkpoints,
      ...(this.#bad ? { firstBad: this.#bad } : {}),
    };
  }

  #entry({ chain: name, seq, body, link }: Extract<TrailLine, { kind: 'entry' }>): void {
    const chain = this.#chainOf(name);
    if (seq !== chain.next)
      return this.#fail(
        name,
        Math.min(seq, chain.next),
        seq > chain.next ? `entry ${chain.next} is missing` : `entry ${seq} stands twice or out of order`,
      );
    const expected = linkHash(chain.link, seq, body);
    if (Buffer.from(expected).toString('hex') !== link)
      return this.#fail(name, seq, 'the entry is not what was linked');
    chain.link = expected;
    chain.next += 1;
    chain.tree.add(leafHash(body));
    this.#entries += 1;
    for (const known of this.#remembered) {
      if (known.chain === name && known.size === seq && known.root !== hex(chain.tree.root()))
        return this.#fail(name, seq, 'a fork: another history was vouched for before');
    }
  }

  #checkpoint(checkpoint: Extract<TrailLine, { kind: 'checkpoint' }>): void {
    const { chain: name, size } = checkpoint;
    const chain = this.#chainOf(name);
    const key = this.#keys.get(checkpoint.keyId);
    if (!key) return this.#fail(name, size, 'a checkpoint by a key that is not known');
    if (!checkpointHolds(checkpoint, key)) return this.#fail(name, size, 'a checkpoint whose signature does not hold');
    if (size !== chain.next - 1)
      return this.#fail(
        name,
        Math.min(size, chain.next),
        size > chain.next - 1
          ? `entry ${chain.next} is missing: a checkpoint covers ${size}`
          : 'a checkpoint that stands too late',
      );
    if (checkpoint.root !== hex(chain.tree.root()) || checkpoint.link !== hex(chain.link))
      return this.#fail(name, size, 'the entries are not those the checkpoint was signed over');
    chain.covered = size;
    this.#checkpoints += 1;
  }

  #end(chains: Readonly<Record<string, number>>): void {
    this.#ended = true;
    for (const [name, size] of Object.entries(chains)) {
      const chain = this.#chains.get(name);
      const here = chain ? chain.next - 1 : 0;
      if (here !== size) return this.#fail(name, here + 1, `entry ${here + 1} is missing: the chain has ${size}`);
      if (size > 0 && chain?.covered !== size)
        return this.#fail(name, (chain?.covered ?? 0) + 1, 'no signed checkpoint covers the end of the chain');
    }
    for (const name of this.#chains.keys())
      if (!(name in chains)) return this.#fail(name, 1, 'a chain that the export does not list');
  }

  #chainOf(name: string): Chain {
    const known = this.#chains.get(name);
    if (known) return known;
    const fresh: Chain = { link: firstPrev, next: 1, tree: new GrowingTree(), covered: 0 };
    this.#chains.set(name, fresh);
    return fresh;
  }

  #fail(chain: string, seq: number, why: string): void {
    this.#bad ??= { chain, seq, why };
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const fields: Record<TrailLine['kind'], Record<string, 'string' | 'number' | 'object'>> = {
  header: { format: 'string', version: 'number', at: 'string' },
  key: { keyId: 'string', owner: 'string', spkiPem: 'string' },
  entry: { chain: 'string', seq: 'number', body: 'string', link: 'string' },
  checkpoint: {
    chain: 'string',
    size: 'number',
    root: 'string',
    link: 'string',
    at: 'string',
    keyId: 'string',
    signature: 'string',
  },
  end: { chains: 'object' },
};

/** Strict: a line with a part too many, too few or of another kind is no line of ours. */
function parse(text: string): TrailLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    if (
      line === null ||
      typeof line !== 'object' ||
      !('kind' in line) ||
      typeof line.kind !== 'string' ||
      !Object.hasOwn(fields, line.kind)
    )
      return undefined;
    // hasOwn just said that it is one of the kinds.
    const wanted = fields[line.kind as TrailLine['kind']];
    const parts = Object.entries(line).filter(([key]) => key !== 'kind');
    const fits =
      parts.length === Object.keys(wanted).length &&
      parts.every(([key, value]) => typeof value === wanted[key] && value !== null) &&
      JSON.stringify(line) === text.trim();
    // Every part was looked at against its kind.
    return fits ? (line as TrailLine) : undefined;
  } catch {
    // Not JSON: the caller says so with its place.
    return undefined;
  }
}
