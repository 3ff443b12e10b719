import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { endScanning } from '#src/adapters/intake/ocr/scan.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline, readingTools } from '#src/start/reading-tools.ts';
import { madeHkid } from '#test/builders/a-page.ts';
import { draw } from '#test/builders/a-paper.ts';
import { diceFrom } from '#test/builders/pages.ts';

const pipeline = readingPipeline(readingTools(new Date('2026-11-23T04:00:00Z')));
afterAll(endScanning);

async function page(lines: readonly string[]): Promise<Buffer> {
  const ink = lines.map((text, at) => ({ text, x: 30, y: 30 + at * 24, size: 12 }));
  const { width, height, channels, data } = await draw(
    { width: 420, height: 60 + lines.length * 24, ink, rules: [] },
    150,
  );
  return sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#fff' })
    .removeAlpha()
    .png()
    .toBuffer();
}
const label = (name: string, seed: number, medicine: string) =>
  page([`Name: ${name}`, `HKID: ${madeHkid(diceFrom(seed))}`, 'Drug allergy: Penicillin', medicine]);
const first = async (bytes: Uint8Array) => {
  const [report] = await pipeline({ name: 'x', bytes: new Uint8Array(bytes) }, usualLimits);
  if (report === undefined || report.outcome === 'refused') throw new Error('refused');
  return report;
};

test('a page that lies on its side is turned before its lines are read; a TIFF with its index at the end is a picture', async () => {
  const upright = await label('CHAN Siu Ming', 1, 'Warfarin 3 mg daily');
  const report = await first(await sharp(upright).rotate(90).tiff({ compression: 'lzw' }).toBuffer());
  expect(report).toMatchObject({ kind: 'image', patient: { names: ['CHAN Siu Ming'] } });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ type: 'medication', name: 'Warfarin', dose: '3 mg', frequency: 'once daily' }),
  );
}, 120_000);

test('pages of two people in one TIFF are stopped', async () => {
  const pages = [
    await label('CHAN Siu Ming', 1, 'Warfarin 3 mg daily'),
    await label('WONG Ka Yan', 2, 'Metformin 500 mg bd'),
  ];
  const together = await sharp(pages, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const report = await first(together);
  expect(report).toMatchObject({ pages: 2, outcome: 'unsure' });
  expect(report.warnings.map(({ code }) => code)).toContain('patients.several');
}, 120_000);
