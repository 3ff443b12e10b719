import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '#src/domain/record/finding.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';

let pipeline: ReturnType<typeof readingPipeline>;
beforeAll(() => {
  pipeline = readingPipeline();
});

async function found(xml: string): Promise<readonly Finding[]> {
  const [first] = await pipeline({ name: 'a.xml', bytes: new TextEncoder().encode(xml) }, usualLimits);
  if (!first || first.outcome === 'refused') throw new Error('refused');
  expect(first.kind).toBe('cda');
  return first.findings;
}
const section = (code: string, text: string, entries: string) =>
  `<section><templateId root="2.16.840.1.113883.10.20.22.2.6.1"/><code code="${code}"/><title>Part</title><text>${text}</text>${entries}</section>`;
const reaction = (what: string) =>
  `<entryRelationship typeCode="MFST"><observation classCode="OBS" moodCode="EVN"><code code="ASSERTION"/><value xsi:type="CD" code="1" displayName="${what}"/></observation></entryRelationship>`;
const allergy = (to: string, more = '') =>
  `<observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.7"/><code code="ASSERTION"/><value xsi:type="CD" code="416098002" displayName="Drug allergy"/><participant typeCode="CSM"><participantRole><playingEntity><code code="7980" displayName="${to}"/></playingEntity></participantRole></participant>${more}</observation>`;
const concern = (inside: string) =>
  `<entry><act classCode="ACT" moodCode="EVN"><code code="CONC"/><entryRelationship typeCode="SUBJ">${inside}</entryRelationship>`;

test('a part of a clinical document is read as what it is, and names no patient', async () => {
  const [pipelineSays] = await pipeline(
    {
      name: 'part.xml',
      bytes: new TextEncoder().encode(section('48765-2', '', `${concern(allergy('Penicillin'))}</act></entry>`)),
    },
    usualLimits,
  );
  expect(pipelineSays).toMatchObject({ kind: 'cda', outcome: 'read', warnings: [{ code: 'identity.none' }] });
});

test('a reaction that hangs on the concern belongs to its allergy, and is no allergy', async () => {
  const xml = section(
    '48765-2',
    '',
    `${concern(allergy('Adrenaline', reaction('Palpitations')))}${reaction('Tremor')}</act></entry>`,
  );
  expect(await found(xml)).toMatchObject([
    { type: 'allergy', name: 'Adrenaline', reaction: 'Palpitations, Tremor', status: 'present' },
  ]);
});

test('words of a table that tell the kind of an entry are no substance', async () => {
  const cells = (name: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${name}>${text}</${name}>\n`).join('')}</tr>`;
  const words = `<table>${cells('th', ['Substance', 'Type', 'Reaction', 'Effective', 'Status'])}${[
    ['Ragweed', 'Allergy', 'Itchy eyes', '02/04/1970', 'Active'],
    ['Brandal/Codeine #3', 'Intolerance', 'Nausea/Vomiting/Diarrhea', '09/05/2007', 'Active'],
    ['Cheese', 'Allergy', 'Nausea', '1/2/1999', 'Active'],
  ]
    .map((row) => cells('td', row))
    .join('')}</table>`;
  const names = (
    await found(section('48765-2', words, `${concern(allergy('Aspirin with codeine'))}</act></entry>`))
  ).map(({ name }) => name);
  expect(names).not.toContain('Intolerance');
});

test('a bound that says it is outside the interval is not taken into it', async () => {
  const result = (value: string) =>
    `<entry><observation classCode="OBS" moodCode="EVN"><code code="49563-0" codeSystem="2.16.840.1.113883.6.1" displayName="Troponin I"/><statusCode code="completed"/><value xsi:type="IVL_PQ">${value}</value></observation></entry>`;
  const values = await found(
    section(
      '30954-2',
      '',
      [
        '<high value="0.02" unit="ng/mL" inclusive="false"/>',
        '<high value="5" unit="ng/mL"/>',
        '<low value="90" unit="ng/mL" inclusive="false"/>',
        '<low value="7" unit="ng/mL"/>',
      ]
        .map(result)
        .join(''),
    ),
  );
  expect(values.map((one) => ('value' in one ? one.value : ''))).toEqual(['<0.02', '<=5', '>90', '>=7']);
});
