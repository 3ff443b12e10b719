export type Recording = { readonly sound: Blob; readonly seconds: number; readonly peaks: readonly number[] };
/** Why no voice could be taken, as the page says it. */
export type NoVoice = 'refused' | 'none' | 'unsupported';

export const longestSeconds = 120;
const bars = 48;
/** Speech needs no more; two minutes are then some 400 kB. */
const bitsPerSecond = 24_000;
const kinds = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Records one voice from the microphone. Nothing is kept outside memory; the microphone is let go as soon as it ends. */
export class Recorder {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context: AudioContext;
  readonly #levels: number[] = [];
  readonly #pieces: Blob[] = [];
  readonly #from = performance.now();
  readonly #beat: ReturnType<typeof setInterval>;

  private constructor(
    stream: MediaStream,
    mimeType: string,
    onLevel: (levels: readonly number[], seconds: number) => void,
  ) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
    this.#recorder.ondataavailable = ({ data }) => void this.#pieces.push(data);
    this.#context = new AudioContext();
    const ear = this.#context.createAnalyser();
    ear.fftSize = 1024;
    this.#context.createMediaStreamSource(stream).connect(ear);
    const wave = new Uint8Array(ear.fftSize);
    this.#beat = setInterval(() => {
      ear.getByteTimeDomainData(wave);
      this.#levels.push(wave.reduce((most, value) => Math.max(most, Math.abs(value - 128) / 128), 0));
      onLevel(this.#levels, this.#seconds);
      if (this.#seconds >= longestSeconds) void this.end();
    }, 100);
    this.#recorder.start();
  }

  /** Asks for the microphone and begins. Rejects with a `NoVoice`. */
  static async begin(onLevel: (levels: readonly number[], seconds: number) => void): Promise<Recorder> {
    const kind =
      typeof MediaRecorder === 'undefined' ? undefined : kinds.find((one) => MediaRecorder.isTypeSupported(one));
    if (!kind || !('mediaDevices' in navigator)) throw no('unsupported');
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : '';
      throw no(name === 'NotFoundError' ? 'none' : 'refused');
    });
    return new Recorder(stream, kind, onLevel);
  }

  get #seconds(): number {
    return (performance.now() - this.#from) / 1000;
  }

  /** Stops and gives what was said. Ending twice gives the same. */
  end(): Promise<Recording> {
    this.#ended ??= new Promise((resolve) => {
      const seconds = Math.min(this.#seconds, longestSeconds);
      this.#recorder.onstop = () => {
        const sound = new Blob(this.#pieces, { type: this.#recorder.mimeType });
        resolve({ sound, seconds: Math.round(seconds * 10) / 10, peaks: barsOf(this.#levels, bars) });
      };
      this.#letGo();
    });
    return this.#ended;
  }
  #ended: Promise<Recording> | undefined;

  #letGo(): void {
    clearInterval(this.#beat);
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}

class CannotRecord extends Error {
  readonly why: NoVoice;
  constructor(why: NoVoice) {
    super(why);
    this.why = why;
  }
}
const no = (why: NoVoice) => new CannotRecord(why);
export const whyNot = (error: unknown): NoVoice => (error instanceof CannotRecord ? error.why : 'unsupported');

/** The loudest of each stretch, so many stretches, two decimals. */
export function barsOf(levels: readonly number[], count: number): readonly number[] {
  const step = levels.length / count;
  if (levels.length === 0) return [];
  return Array.from({ length: Math.min(count, levels.length) }, (_, bar) => {
    const wide = Math.max(1, step);
    const part = levels.slice(
      Math.floor(bar * wide),
      Math.max(Math.floor(bar * wide) + 1, Math.floor((bar + 1) * wide)),
    );
    return Math.round(Math.min(1, Math.max(0, ...part)) * 100) / 100;
  });
}

export const base64Of = (sound: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(new Error('the recording cannot be read'));
    reader.readAsDataURL(sound);
  });
