import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DocumentReport, Reading } from '#src/domain/intake/document.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';

/** What people made beside us says of itself; compared in general terms, never by our own output. */
const samples = join(import.meta.dirname, '../../../../shared/samples');
const there = existsSync(join(samples, 'expected.json'));
if (!there) process.stdout.write('the shared samples are not here: their tests are left out\n');

type Loose = Record<string, unknown>;
const expected = (): Record<string, Record<string, Loose>> =>
  // The file is ours to read as it is; each test looks at what it needs.
  JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as Record<string, Record<string, Loose>>;

let pipeline: ReturnType<typeof readingPipeline>;
beforeAll(() => {
  pipeline = readingPipeline();
});

async function reports(folder: string, file: string): Promise<readonly DocumentReport[]> {
  return pipeline({ name: file, bytes: new Uint8Array(readFileSync(join(samples, folder, file))) }, usualLimits);
}
async function reading(folder: string, file: string): Promise<Reading> {
  const [first] = await reports(folder, file);
  if (first === undefined || first.outcome === 'refused') throw new Error(`${file} was refused`);
  return first;
}

const plain = (words: unknown): string =>
  String(words)
    .toLowerCase()
    .replace(/\(.*?\)/gu, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const parts = (words: unknown): string[] =>
  plain(words)
    .split(' ')
    .filter((each) => each.length > 2);
const names = (found: readonly Finding[], type: Finding['type'], status = 'present'): string[] =>
  found
    .filter(
      (each) =>
        each.type === type &&
        each.status === status &&
        !('course' in each && (each.course === 'stopped' || each.course === 'resolved')),
    )
    .map((each) => plain([each.name, ...('ingredients' in each ? (each.ingredients ?? []) : [])].join(' ')));
const says = (found: readonly string[], wanted: unknown): boolean =>
  found.some((each) => parts(wanted).some((part) => each.includes(part)) || each.includes(plain(wanted)));
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

describe.skipIf(!there)('files other people made', () => {
  test('FHIR: whom it is about, every allergy, every medicine that is taken, every problem that is active', async () => {
    const wanted = expected()['fhir'] ?? {};
    for (const [file, says_] of Object.entries(wanted)) {
      const { findings, patient } = await reading('fhir', file);
      const who = (says_['patient'] ?? {}) as Loose;
      if (who['birthDate'] !== undefined) expect([file, patient?.birthDate]).toEqual([file, who['birthDate']]);
      if (who['family'] !== undefined) expect(patient?.names.join(' ')).toContain(String(who['family']));
      for (const each of list(says_['allergies'])) {
        const text = typeof each === 'string' ? each : (each as Loose)['text'];
        const none = /no known/iu.test(String(text));
        expect([file, text, says(names(findings, 'allergy', none ? 'absent' : 'present'), text)]).toEqual([
          file,
          text,
          true,
        ]);
      }
      for (const each of list(says_['activeMedications'])) {
        const text = typeof each === 'string' ? each : (each as Loose)['display'];
        expect([file, text, says(names(findings, 'medication'), text)]).toEqual([file, text, true]);
      }
      for (const each of list(says_['activeConditions']))
        expect([file, each, says(names(findings, 'problem'), each)]).toEqual([file, each, true]);
    }
  });

  test('HL7: results with their units, a pending one without a value, allergies, diagnoses, who and when', async () => {
    for (const [file, wanted] of Object.entries(expected()['hl7v2'] ?? {})) {
      if (file.startsWith('_')) continue;
      const { findings, patient, subkind } = await reading('hl7v2', file);
      expect([file, subkind]).toEqual([file, wanted['type']]);
      const who = (wanted['patient'] ?? {}) as Loose;
      if (who['birthDate'] !== undefined) expect([file, patient?.birthDate]).toEqual([file, who['birthDate']]);
      if (who['name'] !== undefined)
        for (const part of parts(who['name'])) expect(plain(patient?.names.join(' '))).toContain(part);
      if (who['mrn'] !== undefined) expect(patient?.numbers.map(({ value }) => value)).toContain(who['mrn']);
      for (const each of list(wanted['results']) as Loose[]) {
        const found = findings.find((one) => one.type === 'result' && one.code === each['loinc']);
        expect([file, each['loinc'], found && 'value' in found ? String(found.value) : undefined]).toEqual([
          file,
          each['loinc'],
          String(each['value']),
        ]);
        if (each['unit'] !== undefined) expect(found).toMatchObject({ unit: each['unit'] });
      }
      for (const each of list(wanted['pending'])) {
        const found = findings.find((one) => one.type === 'result' && one.code === String(each).split(' ')[0]);
        expect(found).toMatchObject({ status: 'pending' });
        expect(found).not.toHaveProperty('value');
      }
      for (const each of list(wanted['allergies'])) expect(says(names(findings, 'allergy'), each)).toBe(true);
      for (const each of list(wanted['diagnosis']))
        expect(findings.some((one) => one.type === 'problem' && one.code === String(each).split(' ')[0])).toBe(true);
    }
  });

  test('HL7: a visit that was missed and a referral that was called off keep the number they belong to', async () => {
    const [missed, off] = [await reading('hl7v2', 'SIU-S26-01.hl7'), await reading('hl7v2', 'REF-I14-01.hl7')];
    expect(missed.facts).toMatchObject({ appointment: { id: '12345', state: 'did not attend' } });
    expect(off.facts).toMatchObject({ referral: { event: 'cancelled', originatingId: '226839' } });
  });

  test('C-CDA: allergies with reactions, medicines, problems over and not over, "no information" is not "none"', async () => {
    const note = await reading('ccda', 'Referral_Note.xml');
    expect(names(note.findings, 'allergy').toSorted()).toEqual([
      expect.stringContaining('codeine'),
      expect.stringContaining('penicillin'),
    ]);
    expect(
      says(names(note.findings, 'medication'), 'Proventil') && says(names(note.findings, 'medication'), 'Atenolol'),
    ).toBe(true);
    expect(says(names(note.findings, 'problem'), 'Pneumonia')).toBe(false);
    expect(note.findings).toContainEqual(expect.objectContaining({ type: 'result', value: '123', unit: '10*9/L' }));
    const empty = await reading('ccda', 'CCD.xml');
    expect(empty.findings.filter(({ type }) => type === 'allergy').map(({ status }) => status)).toEqual(['absent']);
    expect(empty.findings.filter(({ type }) => type === 'medication').map(({ status }) => status)).toEqual(['unknown']);
    expect(empty.findings).toContainEqual(
      expect.objectContaining({ type: 'result', code: '804-5', status: 'pending' }),
    );
  });

  test('a PDF inside a C-CDA is read on its own', async () => {
    const [outside, inside] = await reports('ccda', 'Unstructured_Document_embed.xml');
    expect(outside).toMatchObject({ kind: 'cda', outcome: 'read', patient: { birthDate: '1953-03-02', sex: 'male' } });
    expect(inside).toMatchObject({ kind: 'pdf', outcome: 'read' });
  });

  test('PDF: discharge medicines, figures of a vitals table, an empty form stays empty', async () => {
    const letter = await reading('pdf', 'discharge-summary-levin.pdf');
    const taken = names(letter.findings, 'medication');
    for (const drug of ['ciprofloxacin', 'dipyridamole', 'docusate', 'simvastatin', 'lansoprazole'])
      expect([drug, says(taken, drug)]).toEqual([drug, true]);
    expect(names(letter.findings, 'allergy')).toEqual([]);
    const vitals = await reading('pdf', 'vitals-report.pdf');
    expect(vitals.patient).toMatchObject({ names: ['Sarah Johnson'], birthDate: '1985-03-15', sex: 'female' });
    for (const [name, value] of [
      ['blood pressure', '128/82'],
      ['heart rate', '78'],
      ['temperature', '37.0'],
      ['weight', '65.8'],
      ['bmi', '23.4'],
    ])
      expect(vitals.findings).toContainEqual(
        expect.objectContaining({ type: 'vital', name: expect.stringMatching(new RegExp(name ?? '', 'iu')), value }),
      );
    const form = await reading('pdf', 'zh-hant-outpatient-form.pdf');
    expect(form).toMatchObject({
      outcome: 'read',
      patient: { chineseName: '陳加玲', birthDate: '1990-01-01', sex: 'female' },
    });
    expect(form.findings.filter(({ type }) => type === 'medication' || type === 'problem')).toEqual([]);
  });

  test('PDF: locked, broken, empty ones and one without words are told apart', async () => {
    const codes = await Promise.all(
      ['password', 'encrypted', 'corrupted', 'empty'].map(async (name) => {
        const [first] = await reports('pdf/bad', `${name}.pdf`);
        return first?.outcome === 'refused' ? first.code : first?.outcome;
      }),
    );
    expect(codes).toEqual(['upload.encrypted', 'upload.encrypted', 'upload.damaged', 'upload.empty']);
    const [picture] = await reports('pdf', 'image-only-ccitt.pdf');
    expect(picture).toMatchObject({ outcome: 'unsure' });
  });

  test('notes: what was changed, what is taken, no allergy that nobody named', async () => {
    const changed = await reading('notes', 'aci-D2N001.txt');
    expect(changed.patient).toMatchObject({ names: ['Martha Collins'], sex: 'female' });
    expect(changed.findings).toContainEqual(
      expect.objectContaining({ name: 'lisinopril', dose: '40 mg', course: 'changed' }),
    );
    expect(changed.findings.filter(({ type, status }) => type === 'allergy' && status !== 'present')).toEqual([]);
    const known = await reading('notes', 'aci-D2N021.txt');
    expect(known.findings).toContainEqual(expect.objectContaining({ type: 'allergy', status: 'absent' }));
  });
});
