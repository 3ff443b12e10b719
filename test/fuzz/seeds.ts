import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Seed = { readonly name: string; readonly bytes: Uint8Array };

const written: readonly (readonly [string, string])[] = [
  [
    'note.txt',
    'Name: CHAN, Tai Man 陳大文 HKID A123456(3) M DOB 1967-04-01\nAllergies: penicillin (rash)\nMeds: aspirin 80 mg daily, metformin 500mg bd\nK 5.9 mmol/L H (3.5-5.0)\n',
  ],
  [
    'table.txt',
    'Test          Result   Unit     Reference Range\nSodium        138      mmol/L   135-145\nPotassium     5.9      mmol/L   3.5-5.0\n',
  ],
  ['lab.csv', 'Test,Result,Unit,Reference Range,Flag\nSodium,138,mmol/L,135-145,\n血紅蛋白,9.8,g/dL,11.5-14.8,L\n'],
  [
    'oru.hl7',
    'MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5\rPID|1||123^^^H^MR||CHAN^TAI MAN||19670401|M\rOBR|1|||24323-8^Panel^LN\rOBX|1|NM|2823-3^Potassium^LN||5.9|mmol/L|3.5-5.0|H|||F\rAL1|1|DA|^Penicillin|SV|Rash\r',
  ],
  [
    'bundle.json',
    '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","name":[{"family":"Chan","given":["Tai Man"]}],"birthDate":"1967-04-01"}},{"resource":{"resourceType":"AllergyIntolerance","id":"2","patient":{"reference":"Patient/1"},"code":{"text":"Penicillin"}}},{"resource":{"resourceType":"Observation","id":"3","status":"final","subject":{"reference":"Patient/1"},"code":{"text":"Potassium"},"valueQuantity":{"value":5.9,"unit":"mmol/L"}}}]}',
  ],
  [
    'note.xml',
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="1"/><patient><name><given>Tai Man</given><family>Chan</family></name><birthTime value="19670401"/></patient></patientRole></recordTarget><component><structuredBody><component><section><code code="48765-2"/><title>Allergies</title><text><table><thead><tr><th>Substance</th><th>Reaction</th></tr></thead><tbody><tr><td>Penicillin</td><td>Rash</td></tr></tbody></table></text></section></component></structuredBody></component></ClinicalDocument>',
  ],
];

/** What is spoiled: a few documents written here, and the shared samples when they are beside us (small ones, the costly kinds left to the long run). */
export function seeds(folder: string, { most = 60_000, withPictures = false } = {}): Seed[] {
  const own = written.map(([name, text]): Seed => ({ name, bytes: new TextEncoder().encode(text) }));
  if (!existsSync(folder)) return own;
  const kinds = withPictures
    ? ['hl7v2', 'ccda', 'fhir', 'notes', 'pdf', 'dicom/single', 'dicom/malformed', 'images']
    : ['hl7v2', 'ccda', 'fhir/ips', 'notes', 'pdf'];
  const found = kinds.flatMap((kind) => filesIn(join(folder, kind))).filter((path) => statSync(path).size <= most);
  return [
    ...own,
    ...found.map((path): Seed => ({ name: path.split('/').at(-1) ?? path, bytes: new Uint8Array(readFileSync(path)) })),
  ];
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
      )
    : [];
