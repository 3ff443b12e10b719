/** Writes DICOM files element by element, explicit little endian, so that readers are tried on bytes that they did not write themselves. */
export type Value = string | number | readonly number[] | Uint8Array | readonly Elements[];
export type Elements = Readonly<Record<string, readonly [vr: string, value: Value]>>;

const longVrs = new Set(['OB', 'OW', 'OF', 'SQ', 'UN', 'UT']);

const bytesOf = (vr: string, value: Value): Buffer => {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  const numbers = (typeof value === 'number' ? [value] : value) as readonly number[];
  const [size, write] =
    vr === 'US'
      ? ([2, 'writeUInt16LE'] as const)
      : vr === 'SS'
        ? ([2, 'writeInt16LE'] as const)
        : vr === 'FL'
          ? ([4, 'writeFloatLE'] as const)
          : ([4, 'writeUInt32LE'] as const);
  const out = Buffer.alloc(numbers.length * size);
  numbers.forEach((each, index) => {
    out[write](each, index * size);
  });
  return out;
};

const element = (tag: string, vr: string, value: Buffer): Buffer => {
  const pad =
    value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]);
  const isLong = longVrs.has(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(pad.length, 8);
  else head.writeUInt16LE(pad.length, 6);
  return Buffer.concat([head, pad]);
};

const item = (value: Buffer): Buffer => {
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
};

const isItems = (value: Value): value is readonly Elements[] =>
  Array.isArray(value) && !(value instanceof Uint8Array) && value.every((each) => typeof each === 'object');

const dataset = (elements: Elements): Buffer =>
  Buffer.concat(
    Object.entries(elements)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([tag, [vr, value]]) =>
        element(tag, vr, isItems(value) ? Buffer.concat(value.map((each) => item(dataset(each)))) : bytesOf(vr, value)),
      ),
  );

/** A whole file. `syntax` only names one; the bytes are explicit little endian. */
export function aDicomFile(elements: Elements, syntax = '1.2.840.10008.1.2.1'): Buffer {
  const meta = element('00020010', 'UI', Buffer.from(syntax));
  const length = element('00020000', 'UL', bytesOf('UL', meta.length));
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, dataset(elements)]);
}

export type Slice = {
  readonly z?: number;
  readonly number?: number;
  readonly series?: string;
  readonly size?: number;
  readonly more?: Elements;
};

/** One slice of a CT of a ball in air, values stored as in a scanner (intercept -1024). */
export function aCtSlice({ z = 0, number = 1, series = '1.2.3.4', size = 32, more = {} }: Slice = {}): Buffer {
  const pixels = Buffer.alloc(size * size * 2);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const distance = Math.hypot(row - size / 2, column - size / 2) / (size / 3);
      pixels.writeInt16LE(distance < 1 ? 1064 : 24 + ((row * 7 + column * 3 + number) % 5), (row * size + column) * 2);
    }
  return aDicomFile({
    '00080005': ['CS', 'ISO_IR 192'],
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.2'],
    '00080018': ['UI', `${series}.${number}.${Math.round(z * 10) + 10_000}`],
    '00080020': ['DA', '20261123'],
    '00080060': ['CS', 'CT'],
    '00100010': ['PN', 'CHAN^SIU MING=陳^小明'],
    '00100020': ['LO', 'TMH0001234'],
    '00100030': ['DA', '19670401'],
    '00100040': ['CS', 'M'],
    '0020000d': ['UI', '1.2.3'],
    '0020000e': ['UI', series],
    '00200013': ['IS', `${number}`],
    '00200032': ['DS', `-100\\-100\\${z}`],
    '00200037': ['DS', '1\\0\\0\\0\\1\\0'],
    '00280002': ['US', 1],
    '00280004': ['CS', 'MONOCHROME2'],
    '00280010': ['US', size],
    '00280011': ['US', size],
    '00280030': ['DS', '0.7\\0.7'],
    '00280100': ['US', 16],
    '00280101': ['US', 16],
    '00280102': ['US', 15],
    '00280103': ['US', 1],
    '00281052': ['DS', '-1024'],
    '00281053': ['DS', '1'],
    '7fe00010': ['OW', pixels],
    ...more,
  });
}
