import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as it is, or already packed, with the size it claims to have. */
type Packed = { readonly deflated: Uint8Array; readonly size: number };

/** A zip of these entries, as any packer writes it (APPNOTE 4.3). */
export function aZip(entries: readonly (readonly [name: string, content: string | Uint8Array | Packed])[]): Buffer {
  const locals: Buffer[] = [];
  const index: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const isPacked = typeof content === 'object' && 'deflated' in content;
    const plain = isPacked ? Buffer.alloc(0) : Buffer.from(content);
    const packed = Buffer.from(isPacked ? content.deflated : deflateRawSync(plain));
    const size = isPacked ? content.size : plain.length;
    const called = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, called, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, place, called]));
    locals.push(local);
    at += local.length;
  }
  const all = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(all.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, all, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
