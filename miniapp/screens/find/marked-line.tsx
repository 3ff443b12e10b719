type Props = { readonly text: string; readonly marks: readonly (readonly [number, number])[] };

/** A line with the words that were looked for marked: bold and underlined as well as tinted. */
export function MarkedLine({ text, marks }: Props) {
  let at = 0;
  const pieces = marks.flatMap(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return [
      { key: `${from} before`, words: before, isMarked: false },
      { key: `${from} marked`, words: text.slice(from, to), isMarked: true },
    ];
  });
  return (
    <bdi className="found__line">
      {pieces.map(({ key, words, isMarked }) =>
        isMarked ? <mark key={key}>{words}</mark> : <span key={key}>{words}</span>,
      )}
      <span>{text.slice(at)}</span>
    </bdi>
  );
}
