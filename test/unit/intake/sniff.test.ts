import { expect, test } from 'vitest';
import { sniff } from '#src/adapters/intake/sniff.ts';
import { decodeText } from '#src/adapters/intake/text/decode.ts';
import { quarantine } from '#src/adapters/intake/unsafe.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const kindOf = async (text: string | Uint8Array): Promise<string> =>
  sniff(typeof text === 'string' ? bytes(text) : text).then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'fell'),
  );

const hl7 = 'MSH|^~\\&|LAB|UCH|BATON|TMH|20260101||ORU^R01|1|P|2.5\rPID|1||1';
test('what a file is is told by its bytes', async () => {
  expect(await kindOf(hl7)).toBe('hl7');
  expect(await kindOf(`\uFEFF${hl7.replaceAll('\r', '\n')}`)).toBe('hl7');
  expect(await kindOf(`\u000b${hl7}\u001c\r`)).toBe('hl7');
  expect(await kindOf('  {"id":"1","resourceType": "Patient"}')).toBe('fhir');
  // Some servers write it last, behind everything else.
  const entry = Array.from({ length: 2_000 }, (_, at) => ({ fullUrl: `urn:uuid:${at}`, resource: { id: `${at}` } }));
  expect(await kindOf(JSON.stringify({ entry, resourceType: 'Bundle' }))).toBe('fhir');
  expect(await kindOf(JSON.stringify({ entry, inside: { resourceType: 'Bundle' } }))).toBe('upload.unreadable-type');
  expect(
    await kindOf('<?xml version="1.0"?><!-- x --><Patient xmlns="http://hl7.org/fhir"><id value="1"/></Patient>'),
  ).toBe('fhir');
  expect(await kindOf('<?xml version="1.0"?><x:ClinicalDocument xmlns:x="urn:hl7-org:v3"/>')).toBe('cda');
  expect(await kindOf('junk before\n%PDF-1.7\n')).toBe('pdf');
  expect(await kindOf('Test;Result;Unit\nK;5.9;mmol/L\n')).toBe('csv');
  expect(await kindOf('Dear colleague, thank you for seeing this patient, with thanks.')).toBe('text');
});

test('data and markup of another kind are not read as if they were a note', async () => {
  const templated = '<templateId root="2.16.840.1.113883.10.20.22.2.6.1"/>';
  expect(await kindOf(`<!-- an example -->\n<section>${templated}<title>Allergies</title></section>\n`)).toBe('cda');
  expect(await kindOf(`<!-- CT of the chest --><entry>${templated}</entry>`)).toBe('upload.unreadable-type');
  expect(await kindOf('<order xmlns:x="urn:x">\n<drug>warfarin</drug>\n</order>')).toBe('upload.unreadable-type');
  expect(await kindOf('[{"drug":"warfarin"}]')).toBe('upload.unreadable-type');
  expect(await kindOf('<p>Allergic to penicillin</p>')).toBe('text');
  expect(await kindOf('<Dr Ho> please see this man with chest pain')).toBe('text');
  expect(await kindOf('[seen today] chest pain since two hours')).toBe('text');
});

test('programs, locked files and things nobody knows are refused by name', async () => {
  expect(await kindOf(`MZ${'\0'.repeat(80)}PE\0\0`)).toBe('upload.unsafe');
  expect(await kindOf('#!/bin/sh\nrm -rf /')).toBe('upload.unsafe');
  expect(await kindOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]))).toBe('upload.unsafe');
  const locked = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);
  expect(await kindOf(new Uint8Array(locked))).toBe('upload.encrypted');
  expect(await kindOf('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')).toBe('upload.unreadable-type');
});

test('a PDF that starts programs or scripts is set aside, also when it hides the word', () => {
  const launches = '%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/#4caunch/F(cmd.exe)>>>>endobj';
  expect(() => quarantine('pdf', bytes(launches))).toThrow(/starts a program/u);
  expect(() => quarantine('pdf', bytes('%PDF-1.4\n<</S/JavaScript/JS(app.alert)>>'))).toThrow(/script/u);
  expect(() => quarantine('pdf', bytes('%PDF-1.4\nstream\n/JavaScript (in a picture)\nendstream'))).not.toThrow();
});

test('old Chinese encodings are told apart, and a lone µ makes no Chinese', () => {
  // 陳大文，藥物過敏 and its mainland shape, byte by byte.
  const big5 = new Uint8Array([0xb3, 0xaf, 0xa4, 0x6a, 0xa4, 0xe5, 0xc3, 0xc4, 0xaa, 0xab, 0xb9, 0x4c, 0xb1, 0xd3]);
  expect(decodeText(big5).text).toBe('陳大文藥物過敏');
  const gb = new Uint8Array([0xd2, 0xa9, 0xce, 0xef, 0xb9, 0xfd, 0xc3, 0xf4, 0xce, 0xde]);
  expect(decodeText(gb).text).toBe('药物过敏无');
  expect(decodeText(new Uint8Array(Buffer.from('creatinine 90 \xb5mol/L', 'latin1'))).text).toBe(
    'creatinine 90 µmol/L',
  );
  expect(decodeText(new Uint8Array(Buffer.from('K 5.9', 'utf16le'))).text).toBe('K 5.9');
});
