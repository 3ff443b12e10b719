import type { DataSet } from './elements.ts';

/** Somebody laid marks over the picture (PS3.3 section C.9.2), which are not drawn here: an arrow, an outline, words. Empty planes do not count. */
export const hasOverlay = ({ elements }: DataSet): boolean =>
  [...elements.values()].some(
    ({ tag, value }) => /^60[01][02468ace]3000$/u.test(tag) && value.some((each) => each !== 0),
  );
