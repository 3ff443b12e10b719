import { useEffect, useRef, useState } from 'react';
import { useSay } from '../words/words.ts';
import { longestSeconds, type NoVoice, Recorder, type Recording, whyNot } from './recorder.ts';
import { toolIcons } from './tool-icons.tsx';
import { VoiceNote } from './voice-note.tsx';
import { spokenSeconds, Waveform } from './waveform.tsx';

type Props = { readonly onRecorded: (recording: Recording | undefined) => void };
type Standing =
  | { readonly is: 'still' }
  | { readonly is: 'listens'; readonly levels: readonly number[]; readonly seconds: number }
  | { readonly is: 'heard'; readonly recording: Recording; readonly src: string }
  | { readonly is: 'cannot'; readonly why: NoVoice };

/** Press, speak, stop, hear it again. What was said goes nowhere before it is kept; without a microphone the page says why. */
export function Speak({ onRecorded }: Props) {
  const say = useSay();
  const [standing, setStanding] = useState<Standing>({ is: 'still' });
  const recorder = useRef<Recorder>(undefined);
  const src = standing.is === 'heard' ? standing.src : undefined;
  useEffect(() => () => (src ? URL.revokeObjectURL(src) : undefined), [src]);
  useEffect(
    () => () => {
      void recorder.current?.end();
    },
    [],
  );

  const finish = async () => {
    const recording = await recorder.current?.end();
    recorder.current = undefined;
    if (!recording) return;
    setStanding({ is: 'heard', recording, src: URL.createObjectURL(recording.sound) });
    onRecorded(recording);
  };
  const begin = async () => {
    onRecorded(undefined);
    try {
      recorder.current = await Recorder.begin((levels, seconds) => {
        setStanding({ is: 'listens', levels: levels.slice(-48), seconds });
        if (seconds >= longestSeconds) void finish();
      });
    } catch (error) {
      setStanding({ is: 'cannot', why: whyNot(error) });
    }
  };

  if (standing.is === 'cannot')
    return (
      <p className="notice notice--late" role="alert">
        {say(`images.voice.cannot.${standing.why}`)}
      </p>
    );
  if (standing.is === 'listens')
    return (
      <div className="speak speak--listens">
        <Waveform peaks={standing.levels} />
        <span aria-live="off">{spokenSeconds(standing.seconds)}</span>
        <button type="button" className="button button--main" onClick={() => void finish()}>
          <toolIcons.stop />
          {say('images.voice.stop')}
        </button>
      </div>
    );
  return (
    <div className="speak">
      {standing.is === 'heard' && (
        <VoiceNote
          key={standing.src}
          voice={{ seconds: standing.recording.seconds, peaks: [...standing.recording.peaks] }}
          src={standing.src}
        />
      )}
      <button type="button" className="button" onClick={() => void begin()}>
        <toolIcons.voice />
        {say(standing.is === 'heard' ? 'images.voice.again' : 'images.voice.begin')}
      </button>
    </div>
  );
}
