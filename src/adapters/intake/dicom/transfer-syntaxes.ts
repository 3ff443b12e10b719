/** How the bytes behind the header are written (DICOM PS3.5 section 10 and annex A; UIDs from PS3.6 table A-1). */
export type TransferSyntax = {
  readonly uid: string;
  readonly name: string;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly deflated?: boolean;
  /** How pixels are packed: `native` lies plain, `shown` is decoded here, `kept` is known by name but not shown. */
  readonly pixels: 'native' | 'shown' | 'kept';
  /** Native pixels that nevertheless lie in pieces, one for each frame. */
  readonly isInFragments?: boolean;
};

const packed = (uid: string, name: string, pixels: 'shown' | 'kept' = 'shown'): TransferSyntax => ({
  uid: `1.2.840.10008.1.2.${uid}`,
  name,
  explicit: true,
  littleEndian: true,
  pixels,
});

const all: readonly TransferSyntax[] = [
  {
    uid: '1.2.840.10008.1.2',
    name: 'Implicit VR Little Endian',
    explicit: false,
    littleEndian: true,
    pixels: 'native',
  },
  {
    uid: '1.2.840.10008.1.2.1',
    name: 'Explicit VR Little Endian',
    explicit: true,
    littleEndian: true,
    pixels: 'native',
  },
  { ...packed('1.98', 'Encapsulated Uncompressed'), pixels: 'native', isInFragments: true },
  { ...packed('8.1', 'Deflated Image Frame Compression'), pixels: 'native', isInFragments: true },
  {
    uid: '1.2.840.10008.1.2.1.99',
    name: 'Deflated Explicit VR Little Endian',
    explicit: true,
    littleEndian: true,
    deflated: true,
    pixels: 'native',
  },
  { uid: '1.2.840.10008.1.2.2', name: 'Explicit VR Big Endian', explicit: true, littleEndian: false, pixels: 'native' },
  packed('5', 'RLE Lossless'),
  packed('4.50', 'JPEG Baseline'),
  packed('4.51', 'JPEG Extended'),
  packed('4.57', 'JPEG Lossless'),
  packed('4.70', 'JPEG Lossless, first-order prediction'),
  packed('4.80', 'JPEG-LS Lossless'),
  packed('4.81', 'JPEG-LS Near-lossless'),
  packed('4.90', 'JPEG 2000 Lossless'),
  packed('4.91', 'JPEG 2000'),
  packed('4.92', 'JPEG 2000 Multi-component Lossless'),
  packed('4.93', 'JPEG 2000 Multi-component'),
  packed('4.201', 'High-Throughput JPEG 2000 Lossless'),
  packed('4.202', 'High-Throughput JPEG 2000 Lossless RPCL'),
  packed('4.203', 'High-Throughput JPEG 2000'),
  packed('4.110', 'JPEG XL Lossless'),
  packed('4.111', 'JPEG XL JPEG Recompression'),
  packed('4.112', 'JPEG XL'),
  packed('4.94', 'JPIP Referenced', 'kept'),
  packed('4.95', 'JPIP Referenced Deflate', 'kept'),
  packed('4.100', 'MPEG-2 Main Profile', 'kept'),
  packed('4.100.1', 'MPEG-2 Main Profile, fragmentable', 'kept'),
  packed('4.101', 'MPEG-2 High Profile', 'kept'),
  packed('4.101.1', 'MPEG-2 High Profile, fragmentable', 'kept'),
  packed('4.102', 'MPEG-4 AVC High Profile', 'kept'),
  packed('4.102.1', 'MPEG-4 AVC High Profile, fragmentable', 'kept'),
  packed('4.103', 'MPEG-4 AVC BD-compatible', 'kept'),
  packed('4.103.1', 'MPEG-4 AVC BD-compatible, fragmentable', 'kept'),
  packed('4.104', 'MPEG-4 AVC for 2D video', 'kept'),
  packed('4.105', 'MPEG-4 AVC for 3D video', 'kept'),
  packed('4.106', 'MPEG-4 AVC Stereo', 'kept'),
  packed('4.107', 'HEVC Main Profile', 'kept'),
  packed('4.108', 'HEVC Main 10 Profile', 'kept'),
];
export const isRle = ({ uid }: TransferSyntax): boolean => uid === '1.2.840.10008.1.2.5';
/** Each frame is deflated by itself (PS3.5 section A.4.12). */
export const isDeflatedFrames = ({ uid }: TransferSyntax): boolean => uid === '1.2.840.10008.1.2.8.1';

const known = new Map(all.map((each) => [each.uid, each]));

export const transferSyntax = (uid: string): TransferSyntax | undefined => known.get(uid);

/** Makers' own syntaxes that still travel, so that a refusal can name them. Read from the makers' conformance statements. */
const makers: Readonly<Record<string, string>> = {
  '1.2.840.113619.5.2': 'GE private implicit VR big endian',
  '1.3.46.670589.33.1.4.1': 'Philips private RLE',
  '1.2.840.10008.1.20': 'Papyrus 3 implicit VR little endian',
};

const retired = /^1\.2\.840\.10008\.1\.2\.4\.(?:5[2-9]|6[0-6])$/u;

/** What to call a syntax that is not read: the maker's name for it where it is known, always with its UID. */
export function nameOfUnread(uid: string): string {
  const maker = makers[uid];
  if (maker !== undefined) return `${maker} (${uid})`;
  if (retired.test(uid)) return `a retired JPEG process (${uid})`;
  return uid.startsWith('1.2.840.10008.') ? `a standard syntax unknown here (${uid})` : `a private syntax (${uid})`;
}
