import { Card } from '../card/card.tsx';
import { Markdown } from '../card/markdown.tsx';
import { FileIcon } from '../looks/icons.tsx';
import { usePhone } from '../phone/phone-context.ts';
import type { Message, SentFile } from '../world/shapes.ts';

/** What is inside the bubble. */
export function Content({ message }: { readonly message: Message }) {
  const { open } = usePhone();
  const { kind, file, card } = message;
  const address = file?.url ?? message.url;
  if (kind === 'card')
    return card?.view ? <Card outTrackId={card.outTrackId} view={card.view} /> : <p>A card that cannot be drawn</p>;
  if (kind === 'picture' || kind === 'image')
    return <Picture url={address} name={nameIn(file)} caption={message.text} />;
  if (kind === 'file') return <FileTile file={file} />;
  if (kind === 'audio') return <Voice url={address} message={message} />;
  if (kind === 'video')
    return address ? <video src={address} controls aria-label={nameIn(file)} /> : <FileTile file={file} />;
  if (kind === 'richText')
    return (
      <>
        {message.parts?.map((part, n) => {
          const url = part.file?.url ?? part.url;
          // the parts of one message never change their order
          return url ? (
            <Picture key={n} url={url} name={nameIn(part.file)} />
          ) : part.text ? (
            <Words key={n} text={part.text} />
          ) : null;
        })}
        {!message.parts && message.text && <Words text={message.text} />}
        {!message.parts && address && <Picture url={address} name={nameIn(file)} />}
      </>
    );
  if (kind === 'markdown' || kind === 'actionCard' || kind === 'link')
    return (
      <div className="note-card">
        {message.title && <h4>{message.title}</h4>}
        {message.text && <Markdown text={message.text} onLink={(url) => open({ url })} />}
        {kind === 'link' && address && (
          <button type="button" className="link" onClick={() => open({ url: address })}>
            Open
          </button>
        )}
        {message.buttons && (
          <div className="card-buttons">
            {message.buttons.map(({ title, url }) => (
              <button key={`${title} ${url}`} type="button" className="button" onClick={() => open({ url })}>
                {title}
              </button>
            ))}
          </div>
        )}
      </div>
    );
  return <Words text={message.text ?? ''} />;
}

/** Plain words; what follows an @ stands out, as in the real client. */
const Words = ({ text }: { readonly text: string }) => (
  <p className="words">
    {text.split(/(@[\p{L}\p{N}_.-]+)/u).map((piece, n) =>
      n % 2 === 1 ? (
        <b key={n} className="mention">
          {piece}
        </b>
      ) : (
        piece
      ),
    )}
  </p>
);

const Picture = ({
  url,
  name,
  caption,
}: {
  readonly url: string | undefined;
  readonly name: string;
  readonly caption?: string | undefined;
}) => (
  <figure className="picture">
    {url ? (
      <a href={url} target="_blank" rel="noreferrer">
        <img src={url} alt={name} loading="lazy" />
      </a>
    ) : (
      <span>{name}</span>
    )}
    {caption && <figcaption>{caption}</figcaption>}
  </figure>
);

const FileTile = ({ file }: { readonly file: SentFile | undefined }) => (
  <a className="file-tile" href={file?.url} target="_blank" rel="noreferrer" download={nameIn(file)}>
    <FileIcon />
    <span>
      <b>{nameIn(file)}</b>
      <small>{file?.size === undefined ? 'File' : sizeOf(file.size)}</small>
    </span>
  </a>
);

const Voice = ({ url, message }: { readonly url: string | undefined; readonly message: Message }) => (
  <div className="voice">
    {url && <audio src={url} controls preload="none" aria-label={`Voice message, ${secondsOf(message.durationMs)}`} />}
    <small>{secondsOf(message.durationMs)}</small>
    {message.recognition && <p className="recognition">“{message.recognition}”</p>}
  </div>
);

const nameIn = (file: SentFile | undefined): string => file?.fileName ?? file?.name ?? 'Picture';
const secondsOf = (ms: number | undefined): string =>
  ms === undefined ? 'voice' : `${Math.max(1, Math.round(ms / 1000))} s`;

const sizeOf = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
