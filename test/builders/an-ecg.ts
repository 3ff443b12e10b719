import { aDicomFile, type Elements } from './a-dicom.ts';

const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const coded = (value: string, scheme: string, meaning: string): Elements => ({
  '00080100': ['SH', value],
  '00080102': ['SH', scheme],
  '00080104': ['LO', meaning],
});

/** An invented 12-lead ECG of ten seconds: a beat each `beatMs`, its R wave one millivolt high in every lead. */
export function anEcg({ beatMs = 800, hz = 500, seconds = 10 } = {}): Buffer {
  const samples = hz * seconds;
  const bytes = Buffer.alloc(samples * leads.length * 2);
  for (let at = 0; at < samples; at += 1) {
    const phase = ((at / hz) * 1000) % beatMs;
    const qrs = Math.max(0, 1 - Math.abs(phase - 200) / 40);
    const wave = 0.12 * Math.exp(-(((phase - 60) / 30) ** 2)) + 0.28 * Math.exp(-(((phase - 480) / 60) ** 2));
    for (let lead = 0; lead < leads.length; lead += 1)
      bytes.writeInt16LE(Math.round((qrs + wave) * 1000), (at * leads.length + lead) * 2);
  }
  return aDicomFile({
    '00080005': ['CS', 'ISO_IR 192'],
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.9.1.1'],
    '00080018': ['UI', '1.2.3.9.1'],
    '00080020': ['DA', '20261122'],
    '00080060': ['CS', 'ECG'],
    '0008103e': ['LO', 'Resting 12 lead'],
    '00100010': ['PN', 'CHAN^SIU MING'],
    '00100030': ['DA', '19670401'],
    '00100040': ['CS', 'M'],
    '0020000d': ['UI', '1.2.3.9'],
    '0020000e': ['UI', '1.2.3.9.0'],
    '54000100': [
      'SQ',
      [
        {
          '003a0005': ['US', leads.length],
          '003a0010': ['UL', samples],
          '003a001a': ['DS', String(hz)],
          '003a0200': [
            'SQ',
            leads.map((lead) => ({
              '003a0208': ['SQ', [coded(lead, '99BATON', `Lead ${lead}`)]],
              '003a0210': ['DS', '1'],
              '003a0211': ['SQ', [coded('uV', 'UCUM', 'microvolt')]],
              '003a0212': ['DS', '1'],
              '003a0213': ['DS', '0'],
            })),
          ],
          '54001004': ['US', 16],
          '54001006': ['CS', 'SS'],
          '54001010': ['OW', bytes],
        },
      ],
    ],
  });
}
