import { useEffect, useRef, useState } from 'react';
import { readCode } from './read-code.ts';

const everyMs = 200;
const widest = 1280;

/** The back camera in a video, looked at five times a second until a code is seen. It is let go with the screen. */
export function useCamera(onCode: (text: string) => void) {
  const video = useRef<HTMLVideoElement>(null);
  const [standing, setStanding] = useState<'waiting' | 'looking' | 'refused'>('waiting');
  const seen = useRef(onCode);
  seen.current = onCode;
  useEffect(() => {
    let over = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const text = video.current && (await readFrame(video.current).catch(() => undefined));
      if (over) return;
      if (text) seen.current(text);
      else timer = setTimeout(() => void look(), everyMs);
    };
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        if (over || !video.current) return stop(stream);
        video.current.srcObject = stream;
        await video.current.play();
        setStanding('looking');
        await look();
      } catch {
        // No camera, or none for us: a photo does as well.
        if (!over) setStanding('refused');
      }
    };
    void begin();
    return () => {
      over = true;
      clearTimeout(timer);
      stop(stream);
    };
  }, []);
  return { video, standing };
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function readFrame(video: HTMLVideoElement): Promise<string | undefined> {
  if (video.videoWidth === 0) return undefined;
  const scale = Math.min(1, widest / video.videoWidth);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  if (!paper) return undefined;
  paper.drawImage(video, 0, 0, canvas.width, canvas.height);
  return readCode(paper.getImageData(0, 0, canvas.width, canvas.height));
}
