import { useState } from 'react';
import { Link } from 'wouter';
import type { FileShown, ReferralShown } from '#src/contract/referral.ts';
import { useDocuments } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { spokenBytes } from '../../parts/bytes.ts';
import { FileIcon, NewIcon } from '../../parts/icons.tsx';
import { UploadList } from '../../parts/upload-list.tsx';
import { troubleWords } from '../../words/trouble-words.ts';
import { useSpeech } from '../../words/words.ts';
import { FilePreview, previewOf } from './file-preview.tsx';

/** What the image room shows. */
const inTheRoom: readonly FileShown['kind'][] = ['dicom', 'photo', 'pdf'];

/** What came with it. A picture, a page, a voice opens in its place. */
export function FilesPanel({ referral }: { readonly referral: ReferralShown }) {
  const { say } = useSpeech();
  const { files, id, state } = referral;
  const { data: documents = [] } = useDocuments(id);
  const pagesOf = (file: FileShown) => documents.find((each) => each.id === file.id)?.pages ?? 0;
  // A study is hundreds of files: they stand behind one line, and are looked at as pictures.
  const isSlice = ({ kind, refusal }: FileShown) => kind === 'dicom' && !refusal;
  const slices = files.filter(isSlice).length > 2 ? files.filter(isSlice) : [];
  const alone = files.filter((file) => !slices.includes(file));
  return (
    <section className="card stack stack--tight" aria-label={say('referral.files')}>
      <h2>{say('referral.files')}</h2>
      {files.length === 0 && <p className="soft">{say('referral.files-none')}</p>}
      <ul>
        {alone.map((file) => (
          <FileRow key={file.id} file={file} referral={id} pages={pagesOf(file)} />
        ))}
      </ul>
      {slices.length > 0 && (
        <details>
          <summary>{say('file.slices', { n: slices.length })}</summary>
          <ul>
            {slices.map((file) => (
              <FileRow key={file.id} file={file} referral={id} pages={pagesOf(file)} />
            ))}
          </ul>
        </details>
      )}
      {files.some(({ kind, state: at }) => inTheRoom.includes(kind) && (at === 'kept' || at === 'filed')) && (
        <div>
          <Link href={`/r/${encodeURIComponent(id)}/images`} className="button button--main">
            {say('images.open')}
          </Link>
        </div>
      )}
      <UploadList of={id} />
      {state === 'draft' && (
        <div>
          <Link href={`/upload?r=${encodeURIComponent(id)}`} className="button">
            <NewIcon size={18} />
            {say('referral.files-add')}
          </Link>
        </div>
      )}
    </section>
  );
}

type RowProps = { readonly file: FileShown; readonly referral: string; readonly pages: number };

function FileRow({ file, referral, pages }: RowProps) {
  const speech = useSpeech();
  const { say } = speech;
  const { client } = useDesk();
  const [open, setOpen] = useState(false);
  const { name } = file;
  const here = file.state === 'kept' || file.state === 'filed';
  const preview = here ? previewOf(file, pages) : 'none';
  return (
    <li className="file">
      <div className="file__line">
        <div className="file__head">
          <FileIcon />
          <span>
            <span className="file__name">
              <bdi>{name}</bdi>
            </span>
            <br />
            <span className="small soft">
              {say(file.kind ? `file.${file.kind}` : 'file.unknown')}
              {file.bytes !== undefined && ` · ${spokenBytes(file.bytes)}`} · {say(`file.state.${file.state}`)}
            </span>
          </span>
        </div>
        {here && (
          <div className="row">
            {preview !== 'none' && (
              <button
                type="button"
                className="button"
                aria-expanded={open}
                aria-label={say(open ? 'file.hide' : 'file.show', { name })}
                onClick={() => setOpen(!open)}
              >
                {say(open ? 'app.close' : 'file.look')}
              </button>
            )}
            <a
              className="button button--quiet"
              href={client.fileAddress(referral, file.id, 'download')}
              aria-label={say('file.download', { name })}
            >
              {say('file.save')}
            </a>
          </div>
        )}
      </div>
      {file.refusal && <p className="late">{troubleWords(speech, file.refusal)}</p>}
      {here && preview === 'none' && <p className="small soft">{say('file.no-preview')}</p>}
      {open && (
        <FilePreview file={file} address={client.fileAddress(referral, file.id)} referral={referral} pages={pages} />
      )}
    </li>
  );
}
