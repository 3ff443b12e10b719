import { type Environment, secretFrom } from '#config/load.ts';
import { chatProposing } from '#src/adapters/proposing/chat-proposing.ts';
import { type DocumentReport, isRefused } from '#src/domain/intake/document.ts';
import { borneOut, withoutNames } from '#src/domain/intake/proposals.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Towards } from '#src/domain/rights/processor.ts';
import type { Proposing } from '#src/ports/proposing.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';

/** A model that proposes findings, only where the environment names one: `BATON_PROPOSING_URL`, `BATON_PROPOSING_MODEL`, `BATON_PROPOSING_KEY` (`_FILE`). */
export function proposingFrom(env: Environment, mayGo: (to: Towards) => void): Proposing | undefined {
  const [url, name] = [env['BATON_PROPOSING_URL'], env['BATON_PROPOSING_MODEL']];
  if (!url || !name) return undefined;
  const key = secretFrom(env, 'BATON_PROPOSING_KEY');
  const model = chatProposing({ url, model: name, ...(key ? { key } : {}) });
  return {
    propose: async (text) => {
      mayGo({ address: url });
      return model.propose(text);
    },
  };
}

/** The same reading room, with what a model found besides and the source bears out. Without a model it is the room itself. */
export function withProposals(room: ReadingRoom, model: Proposing | undefined, tools?: Tools): ReadingRoom {
  if (model === undefined) return room;
  const withMore = async (reports: readonly DocumentReport[]): Promise<readonly DocumentReport[]> => {
    // Loaded where it is used: without a model the service itself reads nothing.
    const known = tools ?? (await import('./reading-tools.ts')).readingTools();
    const more: DocumentReport[] = [];
    for (const report of reports) more.push(await proposed(model, known, report));
    return more;
  };
  return {
    read: async (file, onPage) => withMore(await room.read(file, onPage)),
    open: async (file, depth, onPage) => {
      const opened = await room.open(file, depth, onPage);
      return { ...opened, reports: await withMore(opened.reports) };
    },
    picture: (file, page) => room.picture(file, page),
    copy: (file, line) => room.copy(file, line),
    more: (file, depth, from) => room.more(file, depth, from),
    sound: (file) => room.sound(file),
    close: () => room.close(),
  };
}

async function proposed(model: Proposing, tools: Tools, report: DocumentReport): Promise<DocumentReport> {
  // What a format says in fields of its own needs no second reader.
  const isWords = !isRefused(report) && ['text', 'pdf', 'word', 'image'].includes(report.kind);
  if (!isWords || report.text === undefined || report.text.trim() === '') return report;
  try {
    const proposals = await model.propose(withoutNames(report.text, report.findings));
    return { ...report, findings: [...report.findings, ...borneOut(tools, report.text, report.findings, proposals)] };
  } catch {
    // A model that is away takes nothing from what the rules read.
    return {
      ...report,
      warnings: [...report.warnings, { code: 'model.away', message: 'The model for findings did not answer' }],
    };
  }
}
