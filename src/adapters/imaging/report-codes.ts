/** Codes of a measurement report: value, scheme, meaning. From the templates TID 1500, 1501, 300 and 1001 (PS3.16). */
export type Code = readonly [value: string, scheme: string, meaning: string];

export const codes = {
  report: ['126000', 'DCM', 'Imaging Measurement Report'],
  language: ['121049', 'DCM', 'Language of Content Item and Descendants'],
  english: ['en', 'RFC5646', 'English'],
  observerType: ['121005', 'DCM', 'Observer Type'],
  person: ['121006', 'DCM', 'Person'],
  observer: ['121008', 'DCM', 'Person Observer Name'],
  procedure: ['121058', 'DCM', 'Procedure reported'],
  imaging: ['363679005', 'SCT', 'Imaging procedure'],
  library: ['111028', 'DCM', 'Image Library'],
  libraryGroup: ['126200', 'DCM', 'Image Library Group'],
  measurements: ['126010', 'DCM', 'Imaging Measurements'],
  group: ['125007', 'DCM', 'Measurement Group'],
  tracking: ['112039', 'DCM', 'Tracking Identifier'],
  trackingUid: ['112040', 'DCM', 'Tracking Unique Identifier'],
  region: ['111030', 'DCM', 'Image Region'],
  comment: ['121106', 'DCM', 'Comment'],
  length: ['410668003', 'SCT', 'Length'],
  angle: ['1483009', 'SCT', 'Angle'],
  millimetre: ['mm', 'UCUM', 'millimeter'],
  pixel: ['{pixels}', 'UCUM', 'pixels'],
  degree: ['deg', 'UCUM', 'degree'],
} as const satisfies Record<string, Code>;

/** Comprehensive SR (PS3.4 section B.5). */
export const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';

/** The kinds of drawing that a report's own geometry cannot tell apart are told by the tracking identifier. */
export const trackingName = (kind: string, key: string): string => `Baton:${kind}:${key}`;
