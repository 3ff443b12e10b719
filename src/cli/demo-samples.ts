import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export type Sample = { readonly name: string; readonly base64: string; readonly from: 'shared samples' | 'bundled' };
export type Samples = { readonly photo: Sample; readonly pdf: Sample; readonly ecg: Sample };

/** The samples beside the project when they are there, small synthetic ones otherwise. */
export function demoSamples(): Samples {
  const shared = join(import.meta.dirname, '../../../shared/samples');
  const from = (path: string, name: string, otherwise: () => Buffer): Sample => {
    const file = join(shared, path);
    return existsSync(file)
      ? { name, base64: readFileSync(file).toString('base64'), from: 'shared samples' }
      : { name, base64: otherwise().toString('base64'), from: 'bundled' };
  };
  return {
    photo: from('images/prescription_1.png', 'prescription.png', png),
    pdf: from('pdf/discharge-summary-levin.pdf', 'bloods.pdf', pdf),
    ecg: from('dicom/single/waveform_ecg.dcm', 'ecg.dcm', ecg),
  };
}

/** One white square of 16 by 16 points. */
function png(): Buffer {
  const crcTable = Array.from({ length: 256 }, (_one, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const end = Buffer.alloc(4);
    end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, end]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(16, 0);
  header.writeUInt32BE(16, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(16 * 17, 0xff);
  for (let row = 0; row < 16; row += 1) rows[row * 17] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One page with one line: an invented troponin. */
function pdf(): Buffer {
  const text = 'BT /F1 14 Tf 72 720 Td (LABORATORY REPORT  Troponin I 54 ng/L) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = body.length;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

/** The head of a DICOM ECG object: preamble, mark, and the transfer syntax. */
function ecg(): Buffer {
  const uid = (group: number, element: number, value: string): Buffer => {
    const text = value.length % 2 ? `${value}\0` : value;
    const head = Buffer.alloc(8);
    head.writeUInt16LE(group, 0);
    head.writeUInt16LE(element, 2);
    head.write('UI', 4, 'latin1');
    head.writeUInt16LE(text.length, 6);
    return Buffer.concat([head, Buffer.from(text, 'latin1')]);
  };
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM', 'latin1'),
    uid(2, 2, '1.2.840.10008.5.1.4.1.1.9.1.1'),
    uid(2, 0x10, '1.2.840.10008.1.2.1'),
    uid(8, 0x16, '1.2.840.10008.5.1.4.1.1.9.1.1'),
  ]);
}
