import { useEffect, useRef, useState } from 'react';
import type { VoiceShape } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';
import { toolIcons } from './tool-icons.tsx';
import { spokenSeconds, Waveform } from './waveform.tsx';

type Props = { readonly voice: VoiceShape; readonly src: string };

/** A voice beside its place: nothing is fetched before it is asked for. */
export function VoiceNote({ voice, src }: Props) {
  const say = useSay();
  const [sound] = useState(() => {
    const audio = new Audio();
    audio.preload = 'none';
    return audio;
  });
  const [plays, setPlays] = useState(false);
  const [at, setAt] = useState(0);
  const [isLost, setLost] = useState(false);
  const began = useRef(false);

  useEffect(() => {
    const onTime = () => setAt(sound.currentTime);
    const onEnd = () => {
      setPlays(false);
      setAt(0);
    };
    const onError = () => {
      setPlays(false);
      setLost(began.current);
    };
    sound.addEventListener('timeupdate', onTime);
    sound.addEventListener('ended', onEnd);
    sound.addEventListener('error', onError);
    return () => {
      sound.pause();
      sound.removeEventListener('timeupdate', onTime);
      sound.removeEventListener('ended', onEnd);
      sound.removeEventListener('error', onError);
      sound.removeAttribute('src');
      sound.load();
    };
  }, [sound]);

  const toggle = () => {
    if (plays) {
      sound.pause();
      setPlays(false);
      return;
    }
    began.current = true;
    setLost(false);
    if (!sound.src) sound.src = src;
    setPlays(true);
    sound.play().catch(() => setPlays(false));
  };
  const Icon = plays ? toolIcons.pause : toolIcons.play;
  return (
    <span className="voice">
      <button
        type="button"
        className="voice__play"
        aria-label={say(plays ? 'images.voice.pause' : 'images.voice.play', { n: spokenSeconds(voice.seconds) })}
        onClick={toggle}
      >
        <Icon />
      </button>
      <Waveform peaks={voice.peaks} heard={voice.seconds > 0 ? at / voice.seconds : 0} />
      <span className="voice__time">{spokenSeconds(plays ? at : voice.seconds)}</span>
      {isLost && <span role="alert">{say('images.voice.lost')}</span>}
    </span>
  );
}
