import type { Reading, Warning } from '#src/domain/intake/document.ts';
import type { FileToRead, Limits } from '#src/ports/readers.ts';
import { isKnownCharset } from './charsets.ts';
import { directoryIn } from './directory.ts';
import { isDoseReport } from './dose-report.ts';
import { ecgFindings } from './ecg.ts';
import { type DataSet, spelled } from './elements.ts';
import { type InstanceFacts, instanceFacts, withoutHoles } from './geometry.ts';
import { headerFindings } from './header-findings.ts';
import { whoIsIt } from './identity.ts';
import { lookAtPixels } from './look-at-pixels.ts';
import { hasOverlay } from './overlays.ts';
import { type DicomFile, openDicom } from './part10.ts';
import { isPresentation, presentationIn } from './presentation.ts';
import type { ReportReading } from './readers.ts';
import { doseReport, report } from './reports.ts';
import { seriesOf } from './series.ts';
import { requireSoundValues } from './sound-values.ts';
import type { Special } from './special.ts';
import { tags } from './tags.ts';
import { dateOf, itemsOf, numberOf, textOf } from './values.ts';
import { isVoltage, type WaveformGroup, waveformGroups } from './waveform.ts';

/**
 * Reads one DICOM file into a reading: who it is about, what it is, where its picture lies, what it measured. It refuses (`Refused`) what is
 * damaged, has no marker or an unknown syntax; a file cut short gives what was whole, with a warning and `unsure`.
 */
export async function readDicom(
  { bytes, name }: Pick<FileToRead, 'bytes' | 'name'>,
  limits: Limits,
  words?: ReportReading,
): Promise<Reading> {
  const file = openDicom(bytes, limits.megabytes * 1024 * 1024);
  const { dataset, syntax } = file;
  requireSoundValues(dataset);
  const instance = instanceFacts(dataset, syntax.uid);
  const directory = directoryIn(dataset);
  const who = whoIsIt(directory?.patient ?? dataset);
  const look = await lookAtPixels(file, instance, limits);
  const special: Special = directory
    ? { subkind: 'DICOMDIR', findings: [], warnings: directory.warnings, facts: directory.facts }
    : read(file, instance, words);
  const findings = [...who.findings, ...headerFindings(dataset, instance), ...special.findings];
  const warnings = onceEach([...who.warnings, ...warningsOf(file), ...look.warnings, ...special.warnings]);
  const reading: Reading = {
    kind: 'dicom',
    subkind: special.subkind ?? instance.modality ?? 'unknown',
    outcome: warnings.some(({ code }) => needsLook.has(code)) ? 'unsure' : 'read',
    findings,
    warnings,
    facts: { ...factsOf(file, instance), ...look.facts, ...special.facts },
    ...(who.patient === undefined ? {} : { patient: who.patient }),
    ...(special.text === undefined ? {} : { text: special.text }),
    ...(special.embedded === undefined ? {} : { embedded: [special.embedded] }),
  };
  if (!look.hasPixels) return reading;
  const series = seriesOf([{ file: name.split('/').at(-1) ?? name, reading }]);
  return { ...reading, series };
}

const onceEach = (warnings: readonly Warning[]): Warning[] =>
  warnings.filter(({ code }, index) => warnings.findIndex((other) => other.code === code) === index);

const needsLook = new Set([
  'dicom.truncated',
  'dicom.frames-missing',
  'dicom.pixels-unreadable',
  'dicom.pixels-not-shown',
  'dicom.waveform-short',
]);

function warningsOf({ dataset, cutAt }: DicomFile): Warning[] {
  const strange = dataset.charsets.filter((each) => !isKnownCharset(each));
  const burnt = textOf(dataset, tags.burnedIn)?.toUpperCase();
  const hasPixels = dataset.elements.has(tags.pixelData);
  const mayCarryText = !/^(?:CT|MR|PT|NM|RTDOSE|SEG)$/u.test(textOf(dataset, tags.modality) ?? '');
  return [
    ...(cutAt === undefined
      ? []
      : [
          {
            code: 'dicom.truncated',
            message: `The file ends too early, at ${cutAt === 'end' ? 'its last element' : spelled(cutAt)}`,
          },
        ]),
    ...(strange.length === 0
      ? []
      : [{ code: 'dicom.charset', message: `A character set is not known here: ${strange.join(', ')}` }]),
    ...(hasOverlay(dataset)
      ? [{ code: 'dicom.overlay', message: 'Marks are laid over the picture that are not shown here' }]
      : []),
    ...(burnt === 'YES' ? [{ code: 'dicom.burnt-in', message: 'Identity is burnt into the picture' }] : []),
    ...(burnt === undefined && hasPixels && mayCarryText
      ? [{ code: 'dicom.burnt-in-unsaid', message: 'The file does not say whether identity is burnt into the picture' }]
      : []),
  ];
}

function read({ dataset }: DicomFile, instance: InstanceFacts, words: ReportReading | undefined): Special {
  if (dataset.elements.has(tags.encapsulated)) return encapsulated(dataset);
  if (dataset.elements.has(tags.waveforms)) return waveform(dataset);
  if (isPresentation(dataset)) return { subkind: 'presentation state', findings: [], ...presentationIn(dataset) };
  if (isDoseReport(dataset)) return doseReport(dataset);
  if (dataset.elements.has('0040a730') || instance.modality === 'SR') return report(dataset, words);
  if (dataset.elements.has('30060020')) return contours(dataset);
  return { findings: [], warnings: [] };
}

function encapsulated(dataset: DataSet): Special {
  const value = dataset.elements.get(tags.encapsulated)?.value ?? new Uint8Array();
  const length = numberOf(dataset, tags.documentLength) ?? value.length;
  const mime = textOf(dataset, tags.mimeType)?.toLowerCase() ?? 'application/octet-stream';
  const ending = { 'application/pdf': 'pdf', 'text/xml': 'xml', 'model/stl': 'stl' }[mime] ?? 'bin';
  return {
    subkind: ending === 'pdf' ? 'Encapsulated PDF' : 'Encapsulated document',
    findings: [],
    warnings: [],
    facts: withoutHoles({ contains: mime, title: textOf(dataset, tags.documentTitle) }),
    embedded: { name: `encapsulated.${ending}`, bytes: value.subarray(0, Math.min(length, value.length)), mime },
  };
}

function waveform(dataset: DataSet): Special {
  const groups = waveformGroups(dataset);
  const rhythm = groups.toSorted((one, other) => other.samples - one.samples)[0];
  const isEcg =
    textOf(dataset, tags.modality) === 'ECG' ||
    groups.some(({ channels }) => channels.some(({ lead }) => lead === 'aVR'));
  const leads = rhythm?.channels.length ?? 0;
  const at = dateOf(dataset, tags.acquisitionDateTime) ?? dateOf(dataset, tags.studyDate);
  return {
    subkind: isEcg ? `${leads}-lead ECG` : 'waveform',
    findings: ecgFindings(dataset, at),
    warnings: groups.some(({ isShort }) => isShort)
      ? [{ code: 'dicom.waveform-short', message: 'The recording holds fewer samples than its header says' }]
      : [],
    facts: { groups: groups.map(groupFacts), drawable: rhythm?.channels.some(({ unit }) => isVoltage(unit)) === true },
  };
}

const groupFacts = ({ label, channels, samples, hz }: WaveformGroup) => ({
  label,
  channels: channels.length,
  samples,
  hz,
  seconds: hz > 0 ? samples / hz : 0,
  channelOrder: channels.map(({ lead }) => lead),
  sensitivity: [...new Set(channels.map(({ sensitivity, unit }) => `${sensitivity} ${unit} per bit`))],
});

function contours(dataset: DataSet): Special {
  const rois = itemsOf(dataset, '30060020').flatMap((roi) => textOf(roi, '30060026') ?? []);
  return { findings: [], warnings: [], facts: { rois } };
}

function factsOf({ dataset, syntax }: DicomFile, instance: InstanceFacts): Record<string, unknown> {
  const { rows, columns, frames, modality, sopClass } = instance;
  return withoutHoles({
    modality,
    sopClass,
    transferSyntax: syntax.uid,
    transferSyntaxName: syntax.name,
    patientName: textOf(dataset, tags.patientName),
    charset: textOf(dataset, tags.charset),
    studyDate: dateOf(dataset, tags.studyDate),
    accession: textOf(dataset, tags.accession),
    rows,
    columns,
    frames: rows === undefined ? undefined : frames,
    samplesPerPixel: numberOf(dataset, tags.samplesPerPixel),
    instance,
  });
}
