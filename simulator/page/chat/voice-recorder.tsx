import { useEffect, useRef, useState } from 'react';
import { type Attachment, anAttachment } from './attachment.ts';
import { sampleVoice } from './samples.ts';

type Props = { readonly onAdd: (one: Attachment) => void; readonly onClose: () => void };
type Taken = { readonly blob: Blob; readonly durationMs: number; readonly name: string };

/** Records with the microphone when it may, else takes a sample; DingTalk's own recognition is typed in by the player. */
export function VoiceRecorder({ onAdd, onClose }: Props) {
  const [taken, setTaken] = useState<Taken>();
  const [recording, setRecording] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [recognition, setRecognition] = useState('');
  const recorder = useRef<MediaRecorder>(undefined);

  useEffect(
    () => () => {
      // leaving the room switches the microphone off
      for (const track of recorder.current?.stream.getTracks() ?? []) track.stop();
    },
    [],
  );

  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      const pieces: Blob[] = [];
      const began = performance.now();
      made.ondataavailable = ({ data }) => pieces.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        const ending = made.mimeType.includes('mp4') ? 'm4a' : made.mimeType.includes('ogg') ? 'ogg' : 'webm';
        setTaken({
          blob: new Blob(pieces, { type: made.mimeType }),
          durationMs: Math.round(performance.now() - began),
          name: `voice.${ending}`,
        });
        setRecording(false);
      };
      recorder.current = made;
      made.start();
      setRecording(true);
    } catch {
      setTrouble('The microphone is not available here. Use the sample.');
    }
  };

  return (
    <div
      className="attach is-voice"
      role="group"
      aria-label="Voice message"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <div className="row">
        {recording ? (
          <button type="button" className="button is-primary" onClick={() => recorder.current?.stop()}>
            Stop recording
          </button>
        ) : (
          <button type="button" className="button" onClick={() => void start()}>
            Record
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={recording}
          onClick={() => setTaken({ blob: sampleVoice(), durationMs: 2000, name: 'voice.wav' })}
        >
          Use a sample
        </button>
      </div>
      {trouble !== '' && <p role="alert">{trouble}</p>}
      {taken && <p role="status">{Math.max(1, Math.round(taken.durationMs / 1000))} s ready</p>}
      <label className="field">
        What DingTalk recognises (optional)
        <input
          value={recognition}
          placeholder="chest pain since eight"
          onChange={({ target }) => setRecognition(target.value)}
        />
      </label>
      <div className="row">
        <button type="button" className="button" onClick={onClose}>
          Back
        </button>
        <button
          type="button"
          className="button is-primary"
          disabled={!taken || recording}
          onClick={() =>
            taken &&
            onAdd(
              anAttachment(taken.blob, taken.name, 'audio', {
                durationMs: taken.durationMs,
                recognition: recognition.trim(),
              }),
            )
          }
        >
          Add
        </button>
      </div>
    </div>
  );
}
