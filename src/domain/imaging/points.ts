export type ImagePlace = readonly [number, number];

/** Parts of a pixel that are told apart: fine enough for any hand, and a number that a DICOM report (32-bit floats) carries without loss. */
const parts = 256;

/** The same place to the 256th of a pixel. */
export const settled = ([x, y]: ImagePlace): ImagePlace => [
  Math.round(x * parts) / parts,
  Math.round(y * parts) / parts,
];
