import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeText } from '#src/adapters/intake/dicom/charsets.ts';
import { drawEcg } from '#src/adapters/intake/dicom/ecg-drawing.ts';
import { ecgOf, previewOf } from '#src/adapters/intake/dicom/preview.ts';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { Refused } from '#src/domain/refused.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aCtSlice, aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

const [reader] = dicomReaders();
const read = (bytes: Uint8Array) => {
  if (reader === undefined) throw new Error('no reader');
  return reader.read({ name: 'x', bytes, kind: 'dicom' }, usualLimits);
};

describe('what cannot be read is refused by name', () => {
  test.each([
    ['1.2.840.113619.5.2', 'GE private'],
    ['1.3.46.670589.33.1.4.1', 'Philips private'],
    ['1.2.826.0.1.99999', 'private syntax (1.2.826.0.1.99999)'],
  ])('%s', async (uid, words) => {
    const refusal = read(aDicomFile({ '00080060': ['CS', 'CT'] }, uid));
    await expect(refusal).rejects.toMatchObject({
      code: 'upload.unknown-encoding',
      message: expect.stringContaining(words),
    });
  });

  test('a film is kept, named and not shown', async () => {
    const film = await read(aDicomFile(filmHeader, '1.2.840.10008.1.2.4.102'));
    expect(film.outcome).toBe('unsure');
    expect(film.warnings).toContainEqual(
      expect.objectContaining({ code: 'dicom.pixels-not-shown', message: expect.stringContaining('MPEG-4') }),
    );
  });

  test('a picture of more pixels than the limit', async () => {
    const huge = aCtSlice({ more: { '00280010': ['US', 60_000], '00280011': ['US', 60_000] } });
    await expect(read(huge)).rejects.toMatchObject({ code: 'upload.too-complex' });
    const many = aCtSlice({ more: { '00280008': ['IS', '800000000'] } });
    await expect(read(many)).rejects.toMatchObject({ code: 'upload.too-complex' });
  });

  test('a deflated data set that grows without end', async () => {
    const { deflateRawSync } = await import('node:zlib');
    const head = aDicomFile({}, '1.2.840.10008.1.2.1.99');
    const bomb = Buffer.concat([head, deflateRawSync(Buffer.alloc(64 * 1024 * 1024))]);
    const refusal = reader?.read({ name: 'x', bytes: bomb, kind: 'dicom' }, { ...usualLimits, megabytes: 16 });
    await expect(refusal).rejects.toMatchObject({ code: 'upload.too-complex' });
  });

  test('identity that is not there is not guessed; an HKID is known by its check digit', async () => {
    const nobody = await read(aCtSlice({ more: { '00100010': ['PN', '^^^^'], '00100020': ['LO', ''] } }));
    expect(nobody.patient?.names).toEqual([]);
    expect(nobody.warnings.map(({ code }) => code)).toEqual(['identity.none']);
    const somebody = await read(aCtSlice({ more: { '00100020': ['LO', 'A123456(3)'] } }));
    expect(somebody.patient).toMatchObject({
      names: ['CHAN, SIU MING'],
      chineseName: '陳小明',
      birthDate: '1967-04-01',
      sex: 'male',
      numbers: [{ type: 'hkid', value: 'A123456(3)' }],
    });
    expect(somebody.warnings).toEqual([]);
    const two = await read(aCtSlice({ more: { '00100020': ['LO', 'K0012\\K0099'] } }));
    expect(two.patient?.numbers.map(({ value }) => value)).toEqual(['K0012', 'K0099']);
  });

  test('allergies in the header are findings; "none" is an assertion', async () => {
    const { findings } = await read(aCtSlice({ more: { '00102110': ['LO', 'Penicillin\\NKDA'] } }));
    expect(findings.filter(({ type }) => type === 'allergy').map(({ name, status }) => [name, status])).toEqual([
      ['Penicillin', 'present'],
      ['any drug', 'absent'],
    ]);
  });
});

const filmHeader: Elements = {
  '00080060': ['CS', 'ES'],
  '00280010': ['US', 480],
  '00280011': ['US', 640],
  '7fe00010': ['OB', new Uint8Array(64)],
};

describe('text in the character sets of the region', () => {
  test.each([
    ['', 'CHAN^TAI MAN', ['latin1', 'CHAN^TAI MAN']],
    ['ISO_IR 192', '陳^大文', ['utf8', '陳^大文']],
  ])('%s %s', (set, text, [encoding, raw]) => {
    expect(decodeText(Buffer.from(raw ?? '', encoding as BufferEncoding), [set])).toBe(text);
  });

  test('Korean and simplified Chinese by escape', () => {
    const korean = Buffer.from('486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ce d4d7'.replace(/ /gu, ''), 'hex');
    expect(decodeText(korean, ['', 'ISO 2022 IR 149'])).toBe('Hong^Gildong=洪^吉洞');
    const chinese = Buffer.from('5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab', 'hex');
    expect(decodeText(chinese, ['', 'ISO 2022 IR 58'])).toBe('Zhang^XiaoDong=张^小东');
  });

  test('where nobody names a set, valid UTF-8 is taken for what it is', () => {
    expect(decodeText(Buffer.from('陳'), [])).toBe('陳');
    expect(decodeText(Buffer.from([0x4a, 0xfc]), [])).toBe('Jü');
  });
});

describe('an ECG is drawn to scale', () => {
  const values = Float32Array.from({ length: 5000 }, (_each, index) => (index === 250 ? 1 : 0));
  const names = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
  const channels = names.map((lead) => ({ lead, values, sensitivity: 1, unit: 'uV' }));
  const svg = drawEcg({ label: 'RHYTHM', hz: 500, samples: 5000, channels, isShort: false });

  test('twelve names, a rhythm strip, the scale in words', () => {
    for (const lead of names) expect(svg).toContain(`>${lead}</text>`);
    expect(svg.match(/>II<\/text>/gu)).toHaveLength(2);
    expect(svg).toContain('25 mm/s   10 mm/mV');
  });

  test('a millivolt is ten millimetres high, half a second twelve and a half wide', () => {
    const points = /points="([^"]+)"/u.exec(svg)?.[1]?.split(' ').map(Number) ?? [];
    const [left = 0, base = 0] = points;
    const top = Math.min(...points.filter((_each, index) => index % 2 === 1));
    const at = points[points.indexOf(top) - 1] ?? 0;
    expect(base - top).toBeCloseTo(10, 1);
    expect(at - left).toBeCloseTo(12.5, 1);
  });
});

describe('bytes that somebody spoiled', () => {
  const folder = join(import.meta.dirname, '../../../../shared/samples/dicom/single');
  const sources = existsSync(folder)
    ? readdirSync(folder)
        .map((name) => readFileSync(join(folder, name)))
        .filter(({ length }) => length < 12_000)
    : [];

  test('are read, or refused with a code, and nothing else happens', async () => {
    let seed = 20_261_123;
    const dice = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const originals = [aCtSlice(), ...sources];
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(originals[round % originals.length] ?? []);
      for (let change = 0; change <= round % 7; change += 1) bytes[132 + dice(bytes.length - 132)] = dice(256);
      const spoiled = round % 5 === 0 ? bytes.subarray(0, 100 + dice(bytes.length - 100)) : bytes;
      for (const act of [() => read(spoiled), () => previewOf(spoiled), () => ecgOf(spoiled)]) {
        try {
          await act();
        } catch (error) {
          if (!(error instanceof Refused)) throw new Error(`round ${round}`, { cause: error });
        }
      }
    }
  });
});
