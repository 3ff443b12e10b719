import { pathOf } from '../uploading/chosen-files.ts';
import { useSay } from '../words/words.ts';
import { spokenBytes } from './bytes.ts';

const listed = 12;

/** The files that will go along, each to be taken out again; of a whole folder only how many and how much, taken out together. */
export function ChosenList({
  files,
  onChange,
}: {
  readonly files: readonly File[];
  readonly onChange: (left: readonly File[]) => void;
}) {
  const say = useSay();
  if (files.length > listed) {
    const words = say('upload.chosen', { n: files.length });
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return <Line words={words} bytes={bytes} onRemove={() => onChange([])} />;
  }
  return (
    <ul>
      {files.map((file) => (
        <li key={`${pathOf(file)}${file.size}${file.lastModified}`}>
          <Line words={file.name} bytes={file.size} onRemove={() => onChange(files.filter((one) => one !== file))} />
        </li>
      ))}
    </ul>
  );
}

function Line({
  words,
  bytes,
  onRemove,
}: {
  readonly words: string;
  readonly bytes: number;
  readonly onRemove: () => void;
}) {
  const say = useSay();
  return (
    <div className="row row--apart">
      <bdi className="file__name">{words}</bdi>
      <span className="row">
        <span className="small soft">{spokenBytes(bytes)}</span>
        <button
          type="button"
          className="button button--quiet"
          aria-label={say('upload.remove', { name: words })}
          onClick={onRemove}
        >
          {say('app.cancel-upload')}
        </button>
      </span>
    </div>
  );
}
