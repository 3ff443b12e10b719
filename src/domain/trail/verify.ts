import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { publicKeyFrom, signatureHolds } from '../signing/verify.ts';
import { type Checkpoint, checkpointText, trailOwner } from './checkpoint.ts';
import {
  type ChainPlan,
  type CheckpointLine,
  type ContentsLine,
  contentsText,
  type EntryLine,
  type KeyLine,
  readLine,
  type TrailLine,
} from './lines.ts';
import { firstPrev, leafHash, linkOver } from './link.ts';
import { GrowingTree } from './merkle.ts';

/** Where a trail first goes wrong. What stands before the first entry of any chain has the place `?`, 0. */
export type FirstBad = { readonly chain: string; readonly seq: number; readonly why: string };
export type Verdict = {
  readonly ok: boolean;
  readonly entries: number;
  readonly chains: number;
  readonly checkpoints: number;
  /** SHA-256 of the key that vouches for this export, to compare with the one that was told by other means. */
  readonly key?: string;
  readonly firstBad?: FirstBad;
};

export type VerifyOptions = {
  /** Checkpoints kept from earlier: an older copy, or another history, shows. */
  readonly remembered?: readonly Checkpoint[];
  /** Public keys (PEM) known from elsewhere. Without them the export vouches for its own keys. */
  readonly trusted?: readonly string[];
};

/** The chain being read: `next` is the entry expected, `signed` how many checkpoints of its plan were seen, `covered` the size of the last one. */
type Reading = {
  readonly plan: ChainPlan;
  link: Uint8Array;
  next: number;
  readonly tree: GrowingTree;
  signed: number;
  covered: number;
};

/**
 * Verifies an exported trail line by line, knowing nothing but the export and, if given, keys and checkpoints from before. It keeps some twenty
 * hashes per chain, however long the trail. After the first bad line it listens no more.
 */
export class TrailVerifier {
  #keys = new Map<string, KeyObject>();
  #remembered: readonly Checkpoint[];
  #rememberedRoots: ReadonlyMap<string, string>;
  #trusted: ReadonlySet<string> | undefined;
  /** Over the lines above the contents; made at the first of them. */
  #above: Hash | undefined;
  #counts = { entries: 0, checkpoints: 0 };
  #stage: 'header' | 'keys' | 'below' | 'ended' = 'header';
  #waiting: readonly ChainPlan[] = [];
  #reading: Reading | undefined;
  #read = new Map<string, number>();
  #voucher: string | undefined;
  #bad: FirstBad | undefined;

  constructor({ remembered = [], trusted }: VerifyOptions = {}) {
    this.#remembered = remembered;
    this.#rememberedRoots = new Map(remembered.map(({ chain, size, root }) => [placeOf(chain, size), root]));
    this.#trusted = trusted && new Set(trusted.map((pem) => pem.trim()));
  }

  /** A verifier that has heard what this one has heard: each goes on by itself. */
  fork(): TrailVerifier {
    const other = new TrailVerifier();
    other.#remembered = this.#remembered;
    other.#rememberedRoots = this.#rememberedRoots;
    other.#trusted = this.#trusted;
    // Above the contents the keys and the hash still grow; below they are only looked at.
    const above = this.#stage === 'header' || this.#stage === 'keys';
    other.#keys = above ? new Map(this.#keys) : this.#keys;
    other.#above = above ? this.#above?.copy() : undefined;
    other.#counts = { ...this.#counts };
    other.#stage = this.#stage;
    other.#waiting = this.#waiting;
    other.#reading = this.#reading && { ...this.#reading, tree: this.#reading.tree.copy() };
    other.#read = new Map(this.#read);
    other.#voucher = this.#voucher;
    other.#bad = this.#bad;
    return other;
  }

  get hasFailed(): boolean {
    return this.#bad !== undefined;
  }

  /** One line, without its line break. */
  add(text: string): void {
    if (this.#bad) return;
    const line = readLine(text);
    if (!line) return this.#failHere('the line cannot be read');
    if (this.#stage === 'ended') return this.#failHere('something stands after the end');
    if (this.#stage === 'below') return this.#below(line);
    if (this.#stage === 'header' && line.kind !== 'header') return this.#failHere('no header: not an exported trail');
    if (line.kind === 'contents') return this.#contents(line);
    if (line.kind === 'key') this.#key(line);
    else if (line.kind !== 'header' || this.#stage !== 'header')
      return this.#failHere('the contents are missing, or stand elsewhere');
    this.#above ??= createHash('sha256');
    this.#above.update(`${text}\n`, 'utf8');
    this.#stage = 'keys';
  }

  verdict(): Verdict {
    if (!this.#bad && this.#stage !== 'ended') this.#failHere(this.#missing());
    const sizes = this.#read;
    for (const known of this.#remembered) this.#compare(known);
    return {
      ok: this.#bad === undefined,
      ...this.#counts,
      chains: sizes.size + (this.#reading && this.#reading.next > 1 ? 1 : 0),
      ...(this.#voucher ? { key: this.#voucher } : {}),
      ...(this.#bad ? { firstBad: this.#bad } : {}),
    };
  }

  #key({ keyId, owner, spkiPem }: KeyLine): void {
    const key = publicKeyFrom(spkiPem);
    if (!key || this.#keys.has(keyId)) return this.#failHere('a key cannot be read, or stands twice');
    // The keys of clinicians travel along for their sign-offs; they vouch for no checkpoint.
    if (owner === trailOwner && (!this.#trusted || this.#trusted.has(spkiPem.trim()))) this.#keys.set(keyId, key);
  }

  #contents({ chains, keyId, signature }: ContentsLine): void {
    const known = this.#keys.get(keyId);
    if (!known) return this.#failHere('the contents are signed by a key that is not known');
    if (!this.#above || !signatureHolds(known, contentsText(this.#above.digest('hex'), chains), signature))
      return this.#failHere('the header, a key or the contents are not what was signed');
    this.#voucher = createHash('sha256')
      .update(known.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    this.#stage = 'below';
    this.#waiting = chains;
    this.#turnToNext();
  }

  #below(line: TrailLine): void {
    const reading = this.#reading;
    if (!reading) {
      if (line.kind === 'end') this.#stage = 'ended';
      else this.#failHere('something stands where the end should be');
    } else if (reading.plan.checkpoints[reading.signed] === reading.next - 1) {
      if (line.kind === 'checkpoint') this.#checkpoint(reading, line);
      else this.#failHere(this.#missing());
    } else if (line.kind === 'entry') this.#entry(reading, line);
    else this.#failHere(this.#missing());
  }

  #entry(reading: Reading, { chain, seq, body, link }: EntryLine): void {
    if (chain !== reading.plan.chain || seq !== reading.next) return this.#failHere(this.#missing());
    const leaf = leafHash(body);
    const expected = linkOver(reading.link, seq, leaf);
    if (hex(expected) !== link) return this.#failHere('the entry is not what was linked');
    reading.link = expected;
    reading.next += 1;
    reading.tree.add(leaf);
    this.#counts.entries += 1;
    const root = this.#rememberedRoots.get(placeOf(chain, seq));
    if (root !== undefined && root !== hex(reading.tree.root()))
      this.#fail(chain, seq, `another history: the first ${seq} entries are not those vouched for before`);
  }

  /** What was vouched for before must still be there, and the key that vouched must still be shown. */
  #compare({ chain, size, keyId, signature, ...rest }: Checkpoint): void {
    const here = this.#read.get(chain) ?? 0;
    if (here < size) return this.#fail(chain, here + 1, `an older copy: ${size} entries were vouched for before`);
    const known = this.#keys.get(keyId);
    if (!known || !signatureHolds(known, checkpointText({ chain, size, ...rest }), signature))
      this.#fail(chain, size, 'the key that vouched for it before is not in this export');
  }

  #checkpoint(reading: Reading, checkpoint: CheckpointLine): void {
    const { chain } = reading.plan;
    const size = reading.next - 1;
    const first = reading.covered + 1;
    const known = this.#keys.get(checkpoint.keyId);
    if (!known) return this.#fail(chain, size, 'a checkpoint by a key that is not known');
    if (!signatureHolds(known, checkpointText(checkpoint), checkpoint.signature))
      return this.#fail(chain, size, 'a checkpoint whose signature does not hold');
    if (checkpoint.chain !== chain || checkpoint.size !== size)
      return this.#fail(chain, size, `the checkpoint over ${size} entries is missing`);
    if (checkpoint.root !== hex(reading.tree.root()) || checkpoint.link !== hex(reading.link))
      return this.#fail(chain, first, `another history: entries ${first} to ${size} are not those that were signed`);
    reading.covered = size;
    reading.signed += 1;
    this.#counts.checkpoints += 1;
    if (size === reading.plan.entries) this.#turnToNext();
  }

  #turnToNext(): void {
    if (this.#reading) this.#read.set(this.#reading.plan.chain, this.#reading.plan.entries);
    const [plan, ...rest] = this.#waiting;
    this.#waiting = rest;
    this.#reading = plan && { plan, link: firstPrev, next: 1, tree: new GrowingTree(), signed: 0, covered: 0 };
  }

  /** What should have stood here. */
  #missing(): string {
    if (this.#stage === 'header') return 'no header: not an exported trail';
    if (this.#stage === 'keys') return 'the contents are missing';
    if (!this.#reading) return 'the end is missing';
    const { plan, next, signed } = this.#reading;
    return plan.checkpoints[signed] === next - 1
      ? `the checkpoint over ${next - 1} entries is missing`
      : `entry ${next} is missing, or stands elsewhere`;
  }

  #failHere(why: string): void {
    const { plan, next, signed } = this.#reading ?? {};
    if (plan && next !== undefined && signed !== undefined)
      return this.#fail(plan.chain, plan.checkpoints[signed] === next - 1 ? next - 1 : next, why);
    const [chain, seq] = [...this.#read].at(-1) ?? ['?', 0];
    this.#fail(chain, seq, why);
  }

  #fail(chain: string, seq: number, why: string): void {
    this.#bad ??= { chain, seq, why };
  }
}

const placeOf = (chain: string, size: number): string => `${size} ${chain}`;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
