import { type Inline, type Paragraph, paragraphs } from './markdown-words.ts';

type Props = { readonly text: string; readonly onLink: (url: string) => void };

/** Draws the platform's small markdown. Nothing in it can become markup of its own: it is built of elements, not of HTML. */
export const Markdown = ({ text, onLink }: Props) => (
  <div className="markdown">
    {paragraphs(text).map((paragraph, n) => (
      // the text is replaced as a whole: a place in it is all the identity a paragraph has
      <Part key={n} paragraph={paragraph} onLink={onLink} />
    ))}
  </div>
);

function Part({ paragraph, onLink }: { readonly paragraph: Paragraph; readonly onLink: (url: string) => void }) {
  if (paragraph.kind === 'rule') return <hr />;
  if (paragraph.kind === 'list') {
    const items = paragraph.items.map((item, n) => (
      <li key={n}>
        <Run inside={item} onLink={onLink} />
      </li>
    ));
    return paragraph.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  const inside = <Run inside={paragraph.inside} onLink={onLink} />;
  if (paragraph.kind === 'h') return <p className={`heading is-${paragraph.level}`}>{inside}</p>;
  return paragraph.kind === 'quote' ? <blockquote>{inside}</blockquote> : <p>{inside}</p>;
}

const Run = ({ inside, onLink }: { readonly inside: readonly Inline[]; readonly onLink: (url: string) => void }) =>
  inside.map((piece, n) => <Piece key={n} piece={piece} onLink={onLink} />);

function Piece({ piece, onLink }: { readonly piece: Inline; readonly onLink: (url: string) => void }) {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return <br />;
    case 'image':
      return <PictureIn url={piece.url} alt={piece.alt} />;
    case 'link':
      return (
        <button type="button" className="link" onClick={() => onLink(piece.url)}>
          <Run inside={piece.inside} onLink={onLink} />
        </button>
      );
    case 'font':
      return piece.tone === 'red' ? (
        <strong className="red">
          <Run inside={piece.inside} onLink={onLink} />
        </strong>
      ) : (
        <span className={`font-${piece.tone}${piece.big ? ' is-big' : ''}`}>
          <Run inside={piece.inside} onLink={onLink} />
        </span>
      );
    case 'strong':
      return (
        <strong>
          <Run inside={piece.inside} onLink={onLink} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Run inside={piece.inside} onLink={onLink} />
        </em>
      );
    case 'code':
      return (
        <code>
          <Run inside={piece.inside} onLink={onLink} />
        </code>
      );
  }
}

/** Only pictures of this very simulator are fetched: the page calls nobody else. */
function PictureIn({ url, alt }: { readonly url: string; readonly alt: string }) {
  const here = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
  return here || url.startsWith('data:image/') ? <img src={url} alt={alt} /> : <span>[{alt || 'picture'}]</span>;
}
