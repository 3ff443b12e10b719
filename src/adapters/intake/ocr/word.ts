/** A word as an engine saw it: place in pixels of the picture it was given, confidence 0..1. */
export type SeenWord = {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
  /** Words of one line share it. */
  readonly line: string;
};

/** Chinese full stops and colons come in small and in wide forms; one form of each is enough. */
const plainMarks = (text: string): string => text.normalize('NFKC').replace(/[‥︰∶]/gu, ':');

/** Words out of Tesseract's table: level 5 is a word; columns are level, page, block, paragraph, line, word, box, confidence, text. */
export function wordsIn(tsv: string): SeenWord[] {
  return tsv.split('\n').flatMap((row): SeenWord[] => {
    const [level, page, block, paragraph, line, , left, top, width, height, confidence, ...text] = row.split('\t');
    const said = plainMarks(text.join(' ').trim());
    if (level !== '5' || said === '') return [];
    return [
      {
        text: said,
        left: Number(left),
        top: Number(top),
        width: Number(width),
        height: Number(height),
        confidence: Math.max(0, Number(confidence)) / 100,
        line: `${page}.${block}.${paragraph}.${line}`,
      },
    ];
  });
}
