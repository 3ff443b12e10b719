import { Refused } from '#src/domain/refused.ts';
import type { EcgRecording } from '#src/ports/imaging.ts';
import { openDicom } from '../intake/dicom/part10.ts';
import { isVoltage, waveformGroups } from '../intake/dicom/waveform.ts';

/** More than an eye or a caliper tells apart on a screen. */
const finestHz = 500;
const mostSeconds = 60;

/** The longest recording of an ECG object in millivolts. Refuses `upload.unreadable-type` where the file holds none. */
export function recordingIn(bytes: Uint8Array): EcgRecording {
  const [longest] = waveformGroups(openDicom(bytes).dataset)
    .filter(({ channels, hz }) => hz > 0 && channels.some(({ unit }) => isVoltage(unit)))
    .toSorted((one, other) => other.samples - one.samples);
  if (!longest) throw new Refused('upload.unreadable-type', 'There is no ECG in this file');
  const step = Math.max(1, Math.round(longest.hz / finestHz));
  const samples = Math.min(longest.samples, longest.hz * mostSeconds);
  return {
    hz: longest.hz / step,
    isShort: longest.isShort,
    leads: longest.channels
      .filter(({ unit }) => isVoltage(unit))
      .map(({ lead, values }) => ({ lead, millivolts: thinned(values.subarray(0, samples), step) })),
  };
}

/** Of each stretch the sample that differs most from the one kept before, so that a narrow spike of a pacemaker stays. */
function thinned(values: Float32Array, step: number): readonly number[] {
  const kept: number[] = [];
  let before = values[0] ?? 0;
  for (let at = 0; at < values.length; at += step) {
    let widest = values[at] ?? 0;
    for (let near = at + 1; near < Math.min(at + step, values.length); near += 1) {
      const value = values[near] ?? 0;
      if (Math.abs(value - before) > Math.abs(widest - before)) widest = value;
    }
    before = widest;
    kept.push(Math.round(widest * 1000) / 1000);
  }
  return kept;
}
