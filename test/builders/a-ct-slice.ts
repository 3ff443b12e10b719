import dcmjs from 'dcmjs';

// The library's own types name only what the service reads; these are the parts that write.
type Writing = {
  readonly DicomDict: new (meta: unknown) => { dict: unknown; write: () => ArrayBuffer };
  readonly DicomMetaDictionary: { readonly denaturalizeDataset: (dataset: object) => unknown };
};

export type Phantom = {
  readonly size: number;
  readonly index: number;
  readonly spacingMm?: number;
  readonly series?: string;
  /** Series of one frame of reference share their places. */
  readonly frameOfReference?: string;
};

/** One slice of an invented chest: air around, a body, a bright nodule that is largest in the middle slices. CT values are exact, for measuring. */
export function aCtSlice({
  size,
  index,
  spacingMm = 0.7,
  series = '1.2.826.0.1.3680043.9.7.1',
  frameOfReference,
}: Phantom): Uint8Array {
  const pixels = new Int16Array(size * size);
  const middle = size / 2;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const far = Math.hypot((column - middle) / 0.45, (row - middle) / 0.36) / size;
      const nodule = Math.hypot(column - size * 0.62, row - size * 0.45) < size * 0.05;
      pixels[row * size + column] = nodule ? 60 : far < 1 ? (far < 0.75 ? -850 : 40) : -1000;
    }
  }
  const dataset = {
    _meta: {},
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: `${series}.${index + 1}`,
    StudyInstanceUID: `${series}.0`,
    SeriesInstanceUID: series,
    Modality: 'CT',
    PatientName: 'CHAN^SIU MING',
    PatientID: 'A123456(3)',
    PatientBirthDate: '19670401',
    PatientSex: 'M',
    SeriesDescription: 'Chest 1 mm',
    InstanceNumber: String(index + 1),
    ...(frameOfReference ? { FrameOfReferenceUID: frameOfReference } : {}),
    ImagePositionPatient: [0, 0, index],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [spacingMm, spacingMm],
    SliceThickness: '1',
    Rows: size,
    Columns: size,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    RescaleSlope: '1',
    RescaleIntercept: '0',
    PixelData: [pixels.buffer],
    _vrMap: { PixelData: 'OW' },
  };
  const meta = {
    MediaStorageSOPClassUID: dataset.SOPClassUID,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    ImplementationClassUID: '1.2.826.0.1.3680043.9.7.0',
    ImplementationVersionName: 'BATON',
  };
  const { DicomDict, DicomMetaDictionary } = dcmjs.data as unknown as Writing;
  const dict = new DicomDict(DicomMetaDictionary.denaturalizeDataset({ ...meta, _vrMap: {} }));
  dict.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(dict.write());
}
