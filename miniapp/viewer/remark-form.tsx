import { type FormEvent, useState } from 'react';
import type { RemarkAsked } from '#src/contract/images.ts';
import { StillHere } from '../keeping/still-here.tsx';
import { useKept } from '../keeping/use-kept.ts';
import { TroubleNotice } from '../parts/standings.tsx';
import { useSay } from '../words/words.ts';
import { base64Of, type Recording } from './recorder.ts';
import { Speak } from './speak.tsx';

type Props = {
  readonly label: string;
  /** What was typed here is kept by this name until it is sent. */
  readonly keptAs: string;
  readonly begins: 'words' | 'voice';
  /** Resolves when it is kept; what was typed stays until then. */
  readonly onSaid: (remark: RemarkAsked) => Promise<unknown>;
};

/** One remark, typed or spoken. */
export function RemarkForm({ label, keptAs, begins, onSaid }: Props) {
  const say = useSay();
  const [way, setWay] = useState(begins);
  const kept = useKept(keptAs);
  const { text } = kept;
  const [recording, setRecording] = useState<Recording>();
  const [isGoing, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const isReady = way === 'words' ? text.trim() !== '' : recording !== undefined;

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isGoing) return;
    setGoing(true);
    setTrouble(undefined);
    try {
      await onSaid(
        way === 'voice' && recording
          ? {
              voice: {
                seconds: recording.seconds,
                peaks: [...recording.peaks],
                audio: await base64Of(recording.sound),
              },
            }
          : { text: text.trim() },
      );
      kept.forget();
      setRecording(undefined);
    } catch (error) {
      setTrouble(error);
    } finally {
      setGoing(false);
    }
  };
  return (
    <form className="stack stack--tight" onSubmit={(event) => void send(event)}>
      {way === 'words' ? (
        <label className="field">
          <span>{label}</span>
          <textarea rows={2} maxLength={2_000} value={text} onChange={(event) => kept.type(event.target.value)} />
        </label>
      ) : (
        <Speak onRecorded={setRecording} />
      )}
      {way === 'words' && <StillHere kept={kept} />}
      {trouble !== undefined && <TroubleNotice error={trouble} />}
      <div className="row">
        <button type="submit" className="button button--main" aria-disabled={!isReady || isGoing}>
          {say('images.send')}
        </button>
        <button
          type="button"
          className="button button--quiet"
          onClick={() => setWay(way === 'words' ? 'voice' : 'words')}
        >
          {say(way === 'words' ? 'images.speak-instead' : 'images.write-instead')}
        </button>
      </div>
    </form>
  );
}
