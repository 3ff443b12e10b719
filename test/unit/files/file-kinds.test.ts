import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';

const look = async (bytes: Uint8Array | string) =>
  (await fileKinds.look(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)).kind;

describe('a file is what its bytes say', () => {
  test.each([
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'pdf'],
    ['HL7', 'MSH|^~\\&|LAB|TMH|||20261123||ORU^R01|1|P|2.5', 'hl7'],
    ['HL7 in its MLLP frame', '\x0bMSH|^~\\&|LAB', 'hl7'],
    ['HL7 with a byte order mark', '\uFEFFMSH|^~\\&|LAB', 'hl7'],
    ['a FHIR bundle', '{\n  "resourceType": "Bundle"', 'fhir'],
    ['a C-CDA', '<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">', 'cda'],
    ['a voice of DingTalk', '#!AMR\n\u0004\u0004', 'audio'],
    ['words', 'Chest pain since two hours. 胸痛兩小時。', 'text'],
  ])('%s', async (_what, bytes, kind) => {
    expect(await look(bytes)).toBe(kind);
  });

  test('DICOM with its preamble, and without', async () => {
    expect(await look(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(20)]))).toBe('dicom');
    expect(
      await look(
        Buffer.concat([
          Buffer.from([0x08, 0x00, 0x05, 0x00]),
          Buffer.from('CS'),
          Buffer.from([10, 0]),
          Buffer.from('ISO_IR 192'),
        ]),
      ),
    ).toBe('dicom');
  });

  test('a program with the name of a picture is no picture', async () => {
    expect(await look(Buffer.concat([Buffer.from([0x7f]), Buffer.from('ELF'), Buffer.alloc(60, 2)]))).toBeUndefined();
  });

  test('looking never fails, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect(await fileKinds.look(bytes)).toHaveProperty('mime');
      }),
    );
  });
});
