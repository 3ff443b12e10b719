import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import { aSender, bare, baton, batonAt, figures, theBareClient } from './parts/lines.ts';

/**
 * How long nobody hears DingTalk after its notice to disconnect: from the notice until the first event that finds a line and is acknowledged.
 * Baton beside the bare official client, at the same time. `node bench/reconnect.ts [--notices 200] [--bare 5] [--silence-ms 10000]`. One JSON object.
 */
const { values } = parseArgs({
  options: {
    notices: { type: 'string', default: '200' },
    bare: { type: 'string', default: '5' },
    'silence-ms': { type: 'string', default: '10000' },
  },
});
const [notices, bareNotices, closeAfterMs] = [values.notices, values.bare, values['silence-ms']].map(Number);
if (!notices || !bareNotices || !closeAfterMs || notices > 10_000 || bareNotices > 1_000) {
  process.stderr.write('--notices, --bare and --silence-ms take positive numbers\n');
  process.exit(2);
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const sender = await aSender();
const supervisor = new StreamSupervisor({
  settings: batonAt(sender.url),
  log: silent,
  keep: async () => true,
  answerLive: async () => ({}),
  onPush: () => {},
  onCount: () => {},
});
await supervisor.start();
const client = await theBareClient(sender.url);
const end = performance.now() + 5 * 60_000;

/** Notices until there are enough, or five minutes are over. */
async function gaps(app: typeof baton, count: number, between: number): Promise<{ ms: number[]; unanswered: number }> {
  const all: number[] = [];
  let unanswered = 0;
  while (all.length + unanswered < count && performance.now() < end) {
    // A line lives for hours; here it is given a moment before it is told to go.
    await pause(between);
    const asked = await sender.ask({ do: 'notice', ...app, closeAfterMs: closeAfterMs ?? 0 });
    all.push(...asked.ms);
    unanswered += asked.unanswered;
  }
  return { ms: all, unanswered };
}

try {
  const [ours, theirs] = await Promise.all([gaps(baton, notices, 150), gaps(bare, bareNotices, 500)]);
  const result = {
    bench: 'reconnect',
    silenceMs: closeAfterMs,
    gapMs: { baton: figures(ours.ms), bareClient: figures(theirs.ms) },
    unanswered: ours.unanswered + theirs.unanswered,
    reconnects: supervisor.health().reconnects,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  client.disconnect();
  await supervisor.stop();
  await sender.end();
}
