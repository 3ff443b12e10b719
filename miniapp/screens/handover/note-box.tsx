import { type ReactNode, useId, useState } from 'react';
import type { HandoverLine } from '#src/contract/handover.ts';
import { useLeaveNote } from '../../api/shifts.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** As the contract says; written here because the contract's schemas do not come to the page. */
const most = 500;

type Props = { readonly institution: string; readonly line: HandoverLine; readonly children: ReactNode };

/** The few words the shift before left, and one's own for the next. `children`: what else can be done with the case. */
export function NoteBox({ institution, line, children }: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  const [isWriting, setWriting] = useState(false);
  const { note } = line;
  return (
    <>
      {note && (
        <blockquote className="handover__note">
          <p>{note.text}</p>
          <footer className="small soft">
            {say('handover.note.by', {
              who: nameIn(language, note.by),
              at: spokenTime(note.at, now, language, say),
            })}
          </footer>
        </blockquote>
      )}
      <div className="handover__deeds">
        {children}
        <button
          type="button"
          className="button"
          aria-haspopup="dialog"
          aria-label={`${note ? say('handover.note.change') : say('handover.note.add')}, ${line.code}`}
          onClick={() => setWriting(true)}
        >
          {note ? say('handover.note.change') : say('handover.note.add')}
        </button>
      </div>
      {isWriting && <NoteSheet institution={institution} line={line} onClose={() => setWriting(false)} />}
    </>
  );
}

function NoteSheet({ institution, line, onClose }: Omit<Props, 'children'> & { readonly onClose: () => void }) {
  const { say } = useSpeech();
  const field = useId();
  const kept = useKept(`r:${line.id}:handover`);
  const { text } = kept;
  const leave = useLeaveNote();
  const keep = () => {
    if (leave.isPending || !text.trim()) return;
    void leave.mutateAsync({ institution, referral: line.id, text }).then(
      () => {
        kept.forget();
        tell(say('handover.note.kept'));
        onClose();
      },
      () => undefined,
    );
  };
  return (
    <Sheet title={say('handover.note.name', { code: line.code })} onClose={onClose}>
      {leave.error && <TroubleNotice error={leave.error} />}
      <div className="field field--short">
        <label htmlFor={field}>{say('handover.note')}</label>
        <textarea id={field} value={text} maxLength={most} onChange={({ target }) => kept.type(target.value)} />
        <StillHere kept={kept} />
        <span className="small soft">{say('handover.note.left', { n: most - text.length })}</span>
      </div>
      <div className="actions">
        <button
          type="button"
          className="button button--main"
          aria-disabled={leave.isPending || !text.trim()}
          onClick={keep}
        >
          {say('handover.note.keep')}
        </button>
        <button type="button" className="button button--quiet" onClick={onClose}>
          {say('app.cancel')}
        </button>
      </div>
    </Sheet>
  );
}
