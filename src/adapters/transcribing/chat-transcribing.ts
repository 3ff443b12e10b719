import axios from 'axios';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Transcribing } from '#src/ports/transcribing.ts';

export type TranscribingSettings = {
  readonly url: string;
  readonly model: string;
  readonly key?: string;
  readonly timeoutMs?: number;
};

/** What the usual servers take at most. */
const mostBytes = 25 * 1024 * 1024;
const mostWords = 20_000;
const usualMs = 60_000;

const endings: Readonly<Record<string, string>> = {
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/webm': 'webm',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
};

/**
 * A transcriber behind `POST …/audio/transcriptions`, as OpenAI defined it and many servers offer. Off unless it is configured. Refuses `config.invalid`
 * for an address that is neither https nor on this machine: recordings of patients go nowhere in the clear.
 */
export function chatTranscribing({ url, model, key, timeoutMs = usualMs }: TranscribingSettings): Transcribing {
  const address = new URL(`${url.replace(/\/$/u, '')}/audio/transcriptions`);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isHere))
    throw new Refused('config.invalid', 'BATON_TRANSCRIBING_URL has to be https, or http on this machine');
  return {
    transcribe: async (bytes, mime) => {
      if (bytes.length > mostBytes) return undefined;
      const form = new FormData();
      form.set('model', model);
      form.set('response_format', 'json');
      // Never the name it came with: that may be a patient's.
      form.set('file', new Blob([Buffer.from(bytes)], { type: mime }), `voice.${endings[mime] ?? 'bin'}`);
      const answer = await axios
        .post<unknown>(address.href, form, {
          timeout: timeoutMs,
          signal: AbortSignal.timeout(timeoutMs),
          maxRedirects: 0,
          proxy: false,
          maxContentLength: 1_000_000,
          maxBodyLength: mostBytes + 1_000_000,
          headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
        })
        .catch((error: unknown) => {
          // What was sent is not carried along with the error.
          const status = axios.isAxiosError(error) ? error.response?.status : undefined;
          if (status !== undefined && status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status))
            return undefined;
          throw new Unreachable('transcriber.unreachable', `The transcriber did not answer: ${status ?? 'no answer'}`);
        });
      return wordsIn(answer?.data);
    },
  };
}

function wordsIn(data: unknown): string | undefined {
  // The answer's own shape, looked at here.
  const text = (data as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, mostWords) : undefined;
}
