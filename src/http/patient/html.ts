/** Text that is safe to put into a page. Only `html` makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | string | number | undefined | false | readonly (Html | string)[];

/** A piece of a page. Whatever is put into its gaps is shown as it is and never run: only pieces made the same way keep their tags. */
export const html = (parts: TemplateStringsArray, ...gaps: readonly Piece[]): Html =>
  new Html(parts.reduce((page, part, index) => page + part + shown(gaps[index]), ''));

function shown(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(shown).join('');
  return String(piece).replace(
    /[&<>"']/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? '&#39;',
  );
}
