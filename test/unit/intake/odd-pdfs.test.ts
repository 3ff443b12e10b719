import PDFDocument from 'pdfkit';
import { beforeAll, expect, test } from 'vitest';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';

let pipeline: ReturnType<typeof readingPipeline>;
beforeAll(() => {
  pipeline = readingPipeline();
});

async function read(draw: (pdf: PDFKit.PDFDocument) => void) {
  const pdf = new PDFDocument({ size: 'A4' });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => done(Buffer.concat(parts)));
  });
  draw(pdf);
  pdf.end();
  return pipeline({ name: 'a.pdf', bytes: new Uint8Array(await whole) }, usualLimits);
}

test('what was typed into the fields of a form is read with its labels', async () => {
  const [form] = await read((pdf) => {
    pdf.font('Helvetica').initForm();
    const field = (label: string, value: string, y: number, more = {}) => {
      pdf.text(label, 60, y);
      pdf.formText(label, 160, y - 4, 300, more && 'multiline' in more ? 50 : 18, { value, ...more });
    };
    field('Patient name:', 'CHAN Tai Man', 80);
    field('HKID:', 'A123456(3)', 110);
    field('Allergies:', 'Penicillin (rash)', 140);
    field('Medications:', 'Warfarin 3 mg daily\nBisoprolol 2.5 mg daily', 170, { multiline: true });
  });
  expect(form).toMatchObject({ outcome: 'read', patient: { names: ['CHAN Tai Man'] } });
  const found = form && 'findings' in form ? form.findings : [];
  expect(found.filter(({ type }) => type === 'allergy')).toMatchObject([{ name: 'Penicillin', status: 'present' }]);
  expect(found.filter(({ type }) => type === 'medication')).toMatchObject([
    { name: 'Warfarin', dose: '3 mg' },
    { name: 'Bisoprolol', dose: '2.5 mg' },
  ]);
});

test('pages of two patients are a document each, and a person has to look; a page that names nobody goes with the one before', async () => {
  const reports = await read((pdf) => {
    pdf.text('Patient: CHAN Tai Man\nHKID: A123456(3)\nPotassium 5.9 mmol/L');
    pdf.addPage().text('Sodium 128 mmol/L');
    pdf.addPage().text('Patient: WONG Siu Ling\nHKID: G123456(A)\nHaemoglobin 8.1 g/dL');
  });
  const told = reports.map((one) => ({
    outcome: one.outcome,
    who: 'patient' in one ? one.patient?.names[0] : undefined,
    results: 'findings' in one ? one.findings.flatMap((each) => (each.type === 'result' ? [each.value] : [])) : [],
  }));
  expect(told).toEqual([
    { outcome: 'unsure', who: 'CHAN Tai Man', results: ['5.9', '128'] },
    { outcome: 'unsure', who: 'WONG Siu Ling', results: ['8.1'] },
  ]);
});
