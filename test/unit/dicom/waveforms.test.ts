import { expect, test } from 'vitest';
import { recordingIn } from '#src/adapters/imaging/recording.ts';
import { ecgOf } from '#src/adapters/intake/dicom/preview.ts';
import { aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

const hz = 250;
type Channel = {
  readonly lead: string;
  readonly unit?: string;
  readonly baseline?: string;
  readonly sensitivity?: string;
};
const coded = (value: string, meaning: string): Elements => ({
  '00080100': ['SH', value],
  '00080102': ['SH', '99TEST'],
  '00080104': ['LO', meaning],
});

/** One second in which each channel holds one number. */
function aWaveform(channels: readonly Channel[], samples: readonly number[], more: Elements = {}): Buffer {
  const bytes = Buffer.alloc(hz * channels.length * 2);
  for (let at = 0; at < hz * channels.length; at += 1) bytes.writeInt16LE(samples[at % channels.length] ?? 0, at * 2);
  return aDicomFile({
    '00080060': ['CS', 'ECG'],
    '54000100': [
      'SQ',
      [
        {
          '003a0005': ['US', channels.length],
          '003a0010': ['UL', hz],
          '003a001a': ['DS', String(hz)],
          '003a0200': [
            'SQ',
            channels.map(({ lead, unit = 'uV', baseline = '0', sensitivity = '1' }) => ({
              '003a0208': ['SQ', [coded('L', lead)]],
              '003a0210': ['DS', sensitivity],
              '003a0211': ['SQ', [coded(unit, unit)]],
              '003a0212': ['DS', '1'],
              '003a0213': ['DS', baseline],
            })),
          ],
          '54001004': ['US', 16],
          '54001006': ['CS', 'SS'],
          '54001010': ['OW', bytes],
          ...more,
        },
      ],
    ],
  });
}

test('the baseline has the unit of the channel and is not multiplied', () => {
  const { leads } = recordingIn(
    aWaveform(
      [
        { lead: 'Lead II', sensitivity: '5', baseline: '200' },
        { lead: 'V2', unit: 'mV', sensitivity: '0.01', baseline: '-0.5' },
      ],
      [100, 100],
    ),
  );
  expect(leads.map(({ lead, millivolts }) => [lead, millivolts[0]])).toEqual([
    ['II', 0.7],
    ['V2', 0.5],
  ]);
});

test('a lead that is upside down does not go by the name of the other', () => {
  const { leads } = recordingIn(
    aWaveform(
      [{ lead: 'Lead -aVR' }, { lead: 'Lead aVR, inverted' }, { lead: 'Lead avf' }, { lead: 'v3r' }],
      [1, 1, 1, 1],
    ),
  );
  expect(leads.map(({ lead }) => lead)).toEqual(['-aVR', '-aVR', 'aVF', 'V3R']);
});

test('what was not recorded is no spike, and the recording says that it has gaps', () => {
  const padding: Elements = { '5400100a': ['OW', Buffer.from([0x00, 0x80])] };
  const { leads, isShort } = recordingIn(aWaveform([{ lead: 'I' }, { lead: 'II' }], [-32_768, 500], padding));
  expect([leads[0]?.millivolts[0], leads[1]?.millivolts[0], isShort]).toEqual([0, 0.5, true]);
  expect(recordingIn(aWaveform([{ lead: 'I' }], [-500], padding)).isShort).toBe(false);
});

test('a pressure beside an ECG is not drawn in millivolts', () => {
  const drawing = ecgOf(aWaveform([{ lead: 'Lead II' }, { lead: 'Arterial', unit: 'mm[Hg]' }], [500, 120])) ?? '';
  expect(drawing).toContain('>II<');
  expect(drawing).not.toContain('Arterial');
});
