import { type Environment, secretFrom } from '#config/load.ts';
import { chatTranscribing } from '#src/adapters/transcribing/chat-transcribing.ts';
import { type DocumentReport, isRefused } from '#src/domain/intake/document.ts';
import { heardByMachine } from '#src/domain/intake/heard-by-machine.ts';
import type { Towards } from '#src/domain/rights/processor.ts';
import type { FileKinds } from '#src/ports/file-look.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import type { Transcribing } from '#src/ports/transcribing.ts';

/**
 * A transcriber, only where the environment names one: `BATON_TRANSCRIBING_URL`, `BATON_TRANSCRIBING_MODEL`, `BATON_TRANSCRIBING_KEY` (`_FILE`). No recording
 * goes there while its address does not stand on the register of processors.
 */
export function transcribingFrom(env: Environment, mayGo: (to: Towards) => void): Transcribing | undefined {
  const [url, name] = [env['BATON_TRANSCRIBING_URL'], env['BATON_TRANSCRIBING_MODEL']];
  if (!url || !name) return undefined;
  const key = secretFrom(env, 'BATON_TRANSCRIBING_KEY');
  const model = chatTranscribing({ url, model: name, ...(key ? { key } : {}) });
  return {
    transcribe: async (bytes, mime) => {
      mayGo({ address: url });
      return model.transcribe(bytes, mime);
    },
  };
}

/** The same reading room, in which recordings are heard too. Without a transcriber it is the room itself. */
export function withTranscripts(
  room: ReadingRoom,
  transcriber: Transcribing | undefined,
  kinds: FileKinds,
): ReadingRoom {
  if (transcriber === undefined) return room;
  return {
    read: (file, onPage) => room.read(file, onPage),
    open: async (file, depth, onPage) => {
      const opened = await room.open(file, depth, onPage);
      if (!opened.reports.some(isRecording)) return opened;
      const { mime } = await kinds.look(file.bytes.subarray(0, 4100));
      const words = await transcriber.transcribe(file.bytes, mime);
      if (words === undefined) return opened;
      const heard = await room.read({ name: '', bytes: Buffer.from(`${words}\n`) });
      return { ...opened, reports: heard.map((report) => heardByMachine(file.name, report)) };
    },
    picture: (file, page) => room.picture(file, page),
    copy: (file, line) => room.copy(file, line),
    more: (file, depth, from) => room.more(file, depth, from),
    sound: (file) => room.sound(file),
    close: () => room.close(),
  };
}

const isRecording = (report: DocumentReport): boolean =>
  !isRefused(report) && report.kind === 'audio' && report.findings.length === 0;
