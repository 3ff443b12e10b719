import { Refused } from '#src/domain/refused.ts';

/** One data element, its value still bytes. `tag` is eight hex digits: group, then element. */
export type Element = {
  readonly tag: string;
  readonly vr: string;
  readonly value: Uint8Array;
  readonly items?: readonly DataSet[];
  /** Encapsulated pixel data: the pieces as they lie, the offset table first. */
  readonly fragments?: readonly Uint8Array[];
};

export type DataSet = {
  readonly elements: ReadonlyMap<string, Element>;
  readonly littleEndian: boolean;
  /** Specific Character Set that holds here; items inherit that of their data set (PS3.5 section 6.1.2.3). */
  readonly charsets: readonly string[];
};

export type Writing = { readonly explicit: boolean; readonly littleEndian: boolean };
export type Parsed = { readonly dataset: DataSet; readonly end: number; readonly cutAt?: string };
export type VrOf = (tag: string) => string;

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const shortVrs = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
const blankVrs = new Set(['  ', '\0\0', '??', '--']);
const undefinedLength = 0xffffffff;
const deepest = 32;
const mostElements = 400_000;

/**
 * Reads data elements one behind the other (PS3.5 section 7). A file that ends too early gives what was whole, with the tag where it was cut;
 * a value representation that does not exist is refused (`upload.damaged`), as nothing behind it can be trusted.
 */
export function parseElements(bytes: Uint8Array, from: number, writing: Writing, vrOf: VrOf): Parsed {
  return new ElementReader(bytes, writing, vrOf).dataset(from, bytes.length, [], 0, false);
}

class ElementReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #writing: Writing;
  readonly #vrOf: VrOf;
  #count = 0;

  constructor(bytes: Uint8Array, writing: Writing, vrOf: VrOf) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#writing = writing;
    this.#vrOf = vrOf;
  }

  dataset(from: number, end: number, inherited: readonly string[], depth: number, isOpen: boolean): Parsed {
    if (depth > deepest) throw new Refused('upload.too-complex', 'DICOM sequences lie too deep', { limit: deepest });
    const elements = new Map<string, Element>();
    let charsets = inherited;
    const done = (at: number, cutAt?: string): Parsed => ({
      dataset: { elements, littleEndian: this.#writing.littleEndian, charsets },
      end: at,
      ...(cutAt === undefined ? {} : { cutAt }),
    });
    let at = from;
    while (at < end) {
      if (at + 8 > end) return isAllZero(this.#bytes, at, end) ? done(end) : done(end, 'end');
      const tag = this.#tag(at);
      if (tag === 'fffee00d') return isOpen ? done(at + 8) : done(at);
      const read = this.#element(tag, at, end, charsets, depth);
      if (read.element !== undefined) elements.set(tag, read.element);
      if (tag === '00080005' && read.element !== undefined) charsets = charsetsIn(read.element);
      if (read.cutAt !== undefined) return done(read.end, read.cutAt);
      at = read.end;
    }
    return isOpen ? done(at, 'fffee00d') : done(at);
  }

  #element(tag: string, at: number, end: number, charsets: readonly string[], depth: number): Piece {
    this.#count += 1;
    if (this.#count > mostElements)
      throw new Refused('upload.too-complex', 'DICOM data set has too many elements', { limit: mostElements });
    const head = this.#head(tag, at, end);
    if (head === undefined) return { end, cutAt: tag };
    const { vr, length, value } = head;
    if (length === undefinedLength) {
      if (tag === '7fe00010') return this.#fragments(tag, vr, value, end);
      return this.#sequence(tag, value, end, charsets, depth, true, vr);
    }
    const stop = value + length;
    if (vr === 'SQ' && length > 0)
      return this.#sequence(tag, value, Math.min(stop, end), charsets, depth, false, vr, stop > end);
    const bytes = this.#bytes.subarray(value, Math.min(stop, end));
    if (stop > end) return { ...(tag >= '7fe00000' ? { element: { tag, vr, value: bytes } } : {}), end, cutAt: tag };
    return { element: { tag, vr, value: bytes }, end: stop };
  }

  #head(tag: string, at: number, end: number): { vr: string; length: number; value: number } | undefined {
    const { explicit, littleEndian } = this.#writing;
    if (!explicit || tag.startsWith('fffe')) {
      return { vr: this.#vrOf(tag), length: this.#view.getUint32(at + 4, littleEndian), value: at + 8 };
    }
    const vr = String.fromCharCode(this.#bytes[at + 4] ?? 0, this.#bytes[at + 5] ?? 0);
    if (shortVrs.has(vr)) return { vr, length: this.#view.getUint16(at + 6, littleEndian), value: at + 8 };
    if (longVrs.has(vr)) {
      if (at + 12 > end) return undefined;
      return { vr, length: this.#view.getUint32(at + 8, littleEndian), value: at + 12 };
    }
    const known = this.#unsaid(tag, vr, at, end);
    if (known !== undefined) return known;
    throw new Refused(
      'upload.damaged',
      `DICOM element ${spelled(tag)} has a value representation that does not exist`,
      {
        tag: spelled(tag),
      },
    );
  }

  /** Some writers leave blanks where the VR belongs: taken from the dictionary, where the next element then stands where it must. */
  #unsaid(
    tag: string,
    written: string,
    at: number,
    end: number,
  ): { vr: string; length: number; value: number } | undefined {
    const vr = this.#vrOf(tag);
    if (!blankVrs.has(written) || !shortVrs.has(vr)) return undefined;
    const length = this.#view.getUint16(at + 6, this.#writing.littleEndian);
    const next = at + 8 + length;
    const isNext = next === end || (next + 8 <= end && this.#tag(next) > tag);
    return isNext ? { vr, length, value: at + 8 } : undefined;
  }

  #sequence(
    tag: string,
    from: number,
    end: number,
    charsets: readonly string[],
    depth: number,
    isOpen: boolean,
    vr: string,
    isCut = false,
  ): Piece {
    const items: DataSet[] = [];
    const done = (at: number, cutAt?: string): Piece => ({
      element: { tag, vr: 'SQ', value: this.#bytes.subarray(from, at), items },
      end: at,
      ...(cutAt === undefined ? {} : { cutAt }),
    });
    // Of undefined length and of unknown kind: the items inside are written implicitly, little endian (PS3.5 section 6.2.2).
    const inside: ElementReader =
      vr === 'UN' && this.#writing.explicit
        ? new ElementReader(this.#bytes, { explicit: false, littleEndian: true }, this.#vrOf)
        : this;
    let at = from;
    while (at < end) {
      if (at + 8 > end) return done(end, tag);
      const mark = inside.#tag(at);
      const length = inside.#view.getUint32(at + 4, inside.#writing.littleEndian);
      if (mark === 'fffee0dd') return done(at + 8);
      if (mark !== 'fffee000')
        throw new Refused('upload.damaged', `DICOM sequence ${spelled(tag)} holds something that is no item`, {
          tag: spelled(tag),
        });
      const isItemOpen = length === undefinedLength;
      const stop = isItemOpen ? end : at + 8 + length;
      const item = inside.dataset(at + 8, Math.min(stop, end), charsets, depth + 1, isItemOpen);
      items.push(item.dataset);
      if (item.cutAt !== undefined || stop > end) return done(end, item.cutAt ?? tag);
      at = isItemOpen ? item.end : stop;
    }
    return isOpen || isCut ? done(at, tag) : done(at);
  }

  #fragments(tag: string, vr: string, from: number, end: number): Piece {
    const fragments: Uint8Array[] = [];
    const element = { tag, vr, value: new Uint8Array(), fragments };
    let at = from;
    while (at + 8 <= end) {
      const mark = this.#tag(at);
      const length = this.#view.getUint32(at + 4, this.#writing.littleEndian);
      if (mark === 'fffee0dd') return { element, end: at + 8 };
      if (mark !== 'fffee000') return { element, end, cutAt: tag };
      fragments.push(this.#bytes.subarray(at + 8, Math.min(at + 8 + length, end)));
      at += 8 + length;
      if (at > end) return { element, end, cutAt: tag };
    }
    return { element, end, cutAt: tag };
  }

  #tag(at: number): string {
    const { littleEndian } = this.#writing;
    const hex = (offset: number) =>
      this.#view
        .getUint16(at + offset, littleEndian)
        .toString(16)
        .padStart(4, '0');
    return hex(0) + hex(2);
  }
}

type Piece = { readonly element?: Element; readonly end: number; readonly cutAt?: string };

const isAllZero = (bytes: Uint8Array, from: number, to: number): boolean =>
  bytes.subarray(from, to).every((each) => each === 0);

const charsetsIn = ({ value }: Element): readonly string[] =>
  Buffer.from(value)
    .toString('latin1')
    .replace(/\0/gu, '')
    .split('\\')
    .map((each) => each.trim());

/** `(0010,0010)`. */
export const spelled = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`;
