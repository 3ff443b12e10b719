import { createHash } from 'node:crypto';
import dcmjs from 'dcmjs';
import type { ReportedDrawing } from '#src/ports/imaging.ts';
import { type Code, codes, comprehensiveSr, trackingName } from './report-codes.ts';

type Item = Readonly<Record<string, unknown>>;
/** What a report says of the images it points to. */
export type Reported = {
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly study: string;
  readonly series: string;
  readonly spacing?: readonly [down: number, across: number];
  readonly isMulti: boolean;
};
export type ReportHead = {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly accession: string;
};

/**
 * Writes an Imaging Measurement Report (TID 1500, PS3.16) as Comprehensive SR. Places are written as DICOM counts them (PS3.3 section C.18.6: the corner of
 * the first pixel is 0,0, so its centre is 0.5,0.5); they are multiples of a 256th, which its 32-bit numbers hold without loss.
 */
export function writeReport(
  head: ReportHead,
  images: ReadonlyMap<string, Reported>,
  drawings: readonly ReportedDrawing[],
  at: Date,
): Uint8Array {
  const used = [...new Set(drawings.map(({ file }) => file))].flatMap((file) => images.get(file) ?? []);
  const [first] = used;
  if (!first) throw new TypeError('a report without images');
  const uid = uidOf(`report ${at.toISOString()} ${drawings.map(({ key }) => key).join(' ')}`);
  const dataset = {
    _meta: {},
    _vrMap: {},
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: comprehensiveSr,
    SOPInstanceUID: uid,
    StudyInstanceUID: first.study,
    SeriesInstanceUID: uidOf(`series ${uid}`),
    Modality: 'SR',
    Manufacturer: 'Baton',
    PatientName: head.patientName,
    PatientID: head.patientId,
    PatientBirthDate: head.birthDate,
    PatientSex: head.sex,
    StudyDate: head.studyDate,
    StudyTime: head.studyTime,
    AccessionNumber: head.accession,
    ReferringPhysicianName: '',
    StudyID: '',
    SeriesNumber: '9999',
    InstanceNumber: '1',
    SeriesDescription: 'Drawings and measurements',
    ContentDate: dateOf(at),
    ContentTime: timeOf(at),
    TimezoneOffsetFromUTC: '+0000',
    CompletionFlag: 'PARTIAL',
    VerificationFlag: 'UNVERIFIED',
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: evidence(used),
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [coded(codes.report)],
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    ContentSequence: [
      code('HAS CONCEPT MOD', codes.language, codes.english),
      code('HAS OBS CONTEXT', codes.observerType, codes.person),
      pname(drawings[0]?.by ?? ''),
      code('HAS CONCEPT MOD', codes.procedure, codes.imaging),
      container('CONTAINS', codes.library, [
        container(
          'CONTAINS',
          codes.libraryGroup,
          used.map((one) => ({ RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [sop(one)] })),
        ),
      ]),
      container(
        'CONTAINS',
        codes.measurements,
        drawings.flatMap((drawing) => {
          const image = images.get(drawing.file);
          return image ? [group(drawing, image)] : [];
        }),
      ),
    ],
  };
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const dict = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      _vrMap: {},
      MediaStorageSOPClassUID: comprehensiveSr,
      MediaStorageSOPInstanceUID: uid,
      TransferSyntaxUID: '1.2.840.10008.1.2.1',
      ImplementationClassUID: uidOf('Baton'),
      ImplementationVersionName: 'BATON',
    }),
  );
  dict.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(dict.write());
}

function group(drawing: ReportedDrawing, image: Reported): Item {
  const { kind, key, by, at, text, remarks } = drawing;
  return {
    ...container('CONTAINS', codes.group, [
      { ...words(codes.tracking, trackingName(kind, key)), RelationshipType: 'HAS OBS CONTEXT' },
      {
        RelationshipType: 'HAS OBS CONTEXT',
        ValueType: 'UIDREF',
        ConceptNameCodeSequence: [coded(codes.trackingUid)],
        UID: uidOf(`drawing ${key}`),
      },
      pname(by),
      measured(drawing, image) ?? region(drawing, image, 'CONTAINS'),
      ...(text ? [words(codes.comment, text)] : []),
      ...remarks.map((one) => ({
        ...words(codes.comment, one.text),
        ObservationDateTime: momentOf(one.at),
        ContentSequence: [pname(one.by)],
      })),
    ]),
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1501' }],
    ...(at ? { ObservationDateTime: momentOf(at) } : {}),
  };
}

/** A length or an angle is a number inferred from its line (TID 300). */
function measured(drawing: ReportedDrawing, image: Reported): Item | undefined {
  const [a, b, c] = drawing.points;
  if (!a || !b) return undefined;
  const [down, across] = image.spacing ?? [1, 1];
  const arm = (from: readonly number[], to: readonly number[]) =>
    [((to[0] ?? 0) - (from[0] ?? 0)) * across, ((to[1] ?? 0) - (from[1] ?? 0)) * down] as const;
  if (drawing.kind === 'length')
    return number(
      codes.length,
      Math.hypot(...arm(a, b)),
      image.spacing ? codes.millimetre : codes.pixel,
      drawing,
      image,
    );
  if (drawing.kind !== 'angle' || !c) return undefined;
  const [one, other] = [arm(b, a), arm(b, c)];
  const turn = Math.abs(Math.atan2(one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1]));
  return number(codes.angle, (turn * 180) / Math.PI, codes.degree, drawing, image);
}

const number = (what: Code, value: number, unit: Code, drawing: ReportedDrawing, image: Reported): Item => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'NUM',
  ConceptNameCodeSequence: [coded(what)],
  // A decimal string holds 16 characters.
  MeasuredValueSequence: [
    { NumericValue: String(Number(value.toFixed(3))), MeasurementUnitsCodeSequence: [coded(unit)] },
  ],
  ContentSequence: [region(drawing, image, 'INFERRED FROM')],
});

function region({ kind, points, frame }: ReportedDrawing, image: Reported, relation: string): Item {
  const type = kind === 'circle' ? 'CIRCLE' : points.length === 1 ? 'POINT' : 'POLYLINE';
  return {
    RelationshipType: relation,
    ValueType: 'SCOORD',
    ConceptNameCodeSequence: [coded(codes.region)],
    GraphicType: type,
    GraphicData: points.flatMap(([x, y]) => [x + 0.5, y + 0.5]),
    ContentSequence: [
      {
        RelationshipType: 'SELECTED FROM',
        ValueType: 'IMAGE',
        ReferencedSOPSequence: [
          { ...sop(image), ...(image.isMulti ? { ReferencedFrameNumber: String(frame + 1) } : {}) },
        ],
      },
    ],
  };
}

const sop = ({ sopClass, sopInstance }: Reported): Item => ({
  ReferencedSOPClassUID: sopClass,
  ReferencedSOPInstanceUID: sopInstance,
});

const evidence = (images: readonly Reported[]): Item[] =>
  [...Map.groupBy(images, ({ study }) => study)].map(([study, ofStudy]) => ({
    StudyInstanceUID: study,
    ReferencedSeriesSequence: [...Map.groupBy(ofStudy, ({ series }) => series)].map(([series, ofSeries]) => ({
      SeriesInstanceUID: series,
      ReferencedSOPSequence: ofSeries.map(sop),
    })),
  }));

const coded = ([CodeValue, CodingSchemeDesignator, CodeMeaning]: Code): Item => ({
  CodeValue,
  CodingSchemeDesignator,
  CodeMeaning,
});
const code = (relation: string, concept: Code, value: Code): Item => ({
  RelationshipType: relation,
  ValueType: 'CODE',
  ConceptNameCodeSequence: [coded(concept)],
  ConceptCodeSequence: [coded(value)],
});
const words = (concept: Code, text: string): Item => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'TEXT',
  ConceptNameCodeSequence: [coded(concept)],
  TextValue: text,
});
const pname = (name: string): Item => ({
  RelationshipType: 'HAS OBS CONTEXT',
  ValueType: 'PNAME',
  ConceptNameCodeSequence: [coded(codes.observer)],
  PersonName: name,
});
const container = (relation: string, concept: Code, content: readonly Item[]): Item => ({
  RelationshipType: relation,
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: [coded(concept)],
  ContinuityOfContent: 'SEPARATE',
  ContentSequence: content,
});

/** A UID derived from what it names (PS3.5 section B.2: `2.25.` and a number of 128 bits), so that the same thing has the same one again. */
const uidOf = (name: string): string =>
  `2.25.${BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 32)}`)}`;
const dateOf = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '');
const timeOf = (at: Date): string => at.toISOString().slice(11, 19).replaceAll(':', '');
const momentOf = (at: Date): string => `${dateOf(at)}${timeOf(at)}.${at.toISOString().slice(20, 23)}000+0000`;
