import type { DataSet } from './elements.ts';
import { pixelsIn } from './frames.ts';
import { windowsAndRescale } from './geometry.ts';
import { tags } from './tags.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';
import { itemsOf, numberOf, numbersOf, textOf } from './values.ts';

/**
 * Pictures that the decoder of the browser shows wrongly or blank without a word, each seen with a file of that kind; the service draws them instead. It asks no more
 * than the beginning of a file.
 */
export function isBeyondBrowser(dataset: DataSet, syntax: TransferSyntax): boolean {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const isGrey = (textOf(dataset, tags.photometric) ?? 'MONOCHROME2').startsWith('MONOCHROME');
  return (
    !dataset.elements.has(tags.pixelData) ||
    (bits !== 8 && bits !== 16) ||
    syntax.isInFragments === true ||
    isOddlyScaled(dataset) ||
    (isGrey ? isOddGrey(dataset, syntax, bits) : isOddColour(dataset, syntax, bits))
  );
}

/** A pixel of no size would have no place on the screen. */
const isOddlyScaled = (dataset: DataSet): boolean =>
  [dataset, ...itemsOf(dataset, tags.sharedGroups).flatMap((group) => itemsOf(group, tags.pixelMeasures))].some(
    (from) => numbersOf(from, tags.pixelSpacing).some((each) => !(each > 0)),
  );

/** Tables are not looked up, bits above the values are not cut off, and fractions are cut to whole numbers. */
function isOddGrey(dataset: DataSet, syntax: TransferSyntax, bits: number): boolean {
  const { windows, rescale } = windowsAndRescale(dataset, 0);
  const stored = numberOf(dataset, tags.bitsStored) ?? bits;
  return (
    itemsOf(dataset, tags.modalityLut).length > 0 ||
    (windows.length === 0 && itemsOf(dataset, tags.voiLut).length > 0) ||
    (syntax.pixels === 'native' && (numberOf(dataset, tags.highBit) ?? stored - 1) !== stored - 1) ||
    (windows[0]?.width ?? 2) <= 1 ||
    (rescale !== undefined && Math.abs(rescale.slope) < 0.001) ||
    (/\.9[0-3]$/u.test(syntax.uid) && isSignedOtherwise(dataset))
  );
}

const isOddColour = (dataset: DataSet, syntax: TransferSyntax, bits: number): boolean => {
  const kind = textOf(dataset, tags.photometric);
  return (
    bits !== 8 ||
    (kind === 'YBR_FULL_422' && syntax.pixels === 'native') ||
    (kind === 'RGB' && /\.5[01]$/u.test(syntax.uid))
  );
};

/** JPEG 2000 says by itself whether its values have a sign (SIZ, ISO 15444-1 section A.5.1); some writers say otherwise in the header. */
function isSignedOtherwise(dataset: DataSet): boolean {
  const first = pixelsIn(dataset)?.fragments?.[1];
  const size = first?.[42];
  if (first?.[0] !== 0xff || first[1] !== 0x4f || first[3] !== 0x51 || size === undefined) return false;
  return size >>> 7 !== (numberOf(dataset, tags.pixelRepresentation) ?? 0);
}
