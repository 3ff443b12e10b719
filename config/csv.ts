/** One row of a table with the line it stands on, so that an error can point at it. */
export type Row = { readonly line: number; readonly cells: readonly string[] };

/** Comma separated values with quotes, as RFC 4180 has them. */
export function parseCsv(text: string): Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startedAt = 1;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (cells.some((each) => each !== '')) rows.push({ line: startedAt, cells });
    cells = [];
    startedAt = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') line += 1;
    if (quoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (quoted || (character !== ',' && character !== '\n' && character !== '\r')) cell += character;
    else if (character === ',') endCell();
    else if (character === '\n') endRow();
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
