import type { ImagesShown } from '#src/contract/images.ts';

/** Where a drawing lies that the address names (`?mark=…`): its series and its slice; undefined where there is none by that name. */
export function placeOfMark(
  { series, annotations }: Pick<ImagesShown, 'series' | 'annotations'>,
  search: string,
): { readonly series: string; readonly index: number } | undefined {
  const wanted = new URLSearchParams(search).get('mark');
  const mark = annotations.find(({ id }) => id === wanted);
  if (!mark) return undefined;
  for (const one of series) {
    const index = one.slices.findIndex(({ file, frame }) => file === mark.file && frame === mark.frame);
    if (index >= 0) return { series: one.id, index };
  }
  return undefined;
}
