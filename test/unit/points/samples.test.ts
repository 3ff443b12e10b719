import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSummarise } from '#src/cli/summarise.ts';
import type { Summary } from '#src/domain/points/point.ts';

const samples = join(import.meta.dirname, '../../../../shared/samples/fhir');
const isThere = existsSync(samples);
if (!isThere) process.stdout.write('The folder of samples is missing: their points are not looked at here\n');

const questions = [
  '',
  'chest pain',
  'diabetes control',
  'knee pain, which painkiller?',
  '胸痛',
  'pre-op for colonoscopy',
];
const files = isThere
  ? [
      'synthea/Asa_Hermiston',
      'synthea/Clint_Champlin',
      'synthea/Jonelle_Kohler',
      'ips/HK_IPS_Sample1',
      'ips/HK_IPS_Sample2',
      'ips/IPS_IG-bundle-01',
      'zh-hant/Bundle-bun-document-uuid-example',
    ]
  : [];

test.runIf(isThere)(
  'each excerpt of each point stands literally in the resource it names',
  async () => {
    for (const file of files) {
      const path = join(samples, `${file}.json`);
      const bundle = JSON.parse(readFileSync(path, 'utf8')) as {
        entry: { resource: { resourceType: string; id: string } }[];
      };
      const texts = new Map(
        bundle.entry.map(({ resource }) => [`${resource.resourceType}/${resource.id}`, JSON.stringify(resource)]),
      );
      for (const question of questions) {
        const { exit, out } = await runSummarise([path], { question });
        const { points, left_out: left } = out as unknown as Summary;
        expect([file, exit]).toEqual([file, 0]);
        expect(points.length).toBeGreaterThan(0);
        expect(left.documents).toBeLessThan(bundle.entry.length);
        for (const { text, sources } of points) {
          expect(sources.length).toBeGreaterThan(0);
          expect(text).not.toMatch(/employment|Documentation of current/);
          for (const { reference, excerpt } of sources)
            expect([excerpt, texts.get(reference)?.includes(excerpt)]).toEqual([excerpt, true]);
        }
      }
    }
  },
  60_000,
);

test.runIf(isThere)('several files of one patient are one history, of two patients they are refused', async () => {
  const of = (name: string) => join(samples, `${name}.json`);
  const same = await runSummarise([of('ips/HK_IPS_Sample1'), of('ips/HK_IPS_Sample_with_medication')], {});
  expect(same.exit).toBe(0);
  expect(same.text).toContain('Panadol');
  const two = await runSummarise([of('ips/HK_IPS_Sample1'), of('synthea/Asa_Hermiston')], {});
  expect([two.exit, two.out['code']]).toEqual([1, 'referral.two-patients']);
});

test('what cannot be read is said with a code', async () => {
  expect(await runSummarise(['/nowhere/at-all.json'], {})).toMatchObject({ exit: 2, out: { code: 'file.unreadable' } });
  expect(await runSummarise([join(import.meta.dirname, 'samples.test.ts')], {})).toMatchObject({
    exit: 1,
    out: { code: 'upload.damaged' },
  });
  expect(await runSummarise([], { language: 'fr' })).toMatchObject({ exit: 2, out: { code: 'usage' } });
});
