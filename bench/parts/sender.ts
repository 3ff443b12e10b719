import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator } from '../../simulator/start.ts';

/** What the other side is asked to do; it lives in a process of its own, so that it does not share a core with what is measured. */
export type Order =
  | {
      readonly do: 'push';
      readonly clientId: string;
      readonly corpId: string;
      readonly frames: number;
      readonly perSecond: number;
    }
  | {
      readonly do: 'flood';
      readonly clientId: string;
      readonly corpId: string;
      readonly frames: number;
      readonly atOnce: number;
    }
  | { readonly do: 'notice'; readonly clientId: string; readonly corpId: string; readonly closeAfterMs: number }
  | { readonly do: 'end' };

export type Answer =
  | { readonly is: 'ready'; readonly url: string }
  | {
      readonly is: 'done';
      readonly order: number;
      readonly ms: readonly number[];
      readonly wholeMs: number;
      readonly unanswered: number;
    };

const sim = await startSimulator({ port: 0, page: false });
const { gateway } = sim.world;
if (!gateway) throw new Error('the pretend DingTalk has no gateway');
let count = 0;

/** One event, as when an approval changes; milliseconds until it was acknowledged, undefined when it was not. */
async function push(clientId: string, corpId: string): Promise<number | undefined> {
  count += 1;
  const headers = { eventType: 'bpms_instance_change', eventId: `e-${process.pid}-${count}`, eventCorpId: corpId };
  const data = { processInstanceId: `pi-${count}`, type: 'finish', result: 'agree', title: 'x'.repeat(200) };
  const from = performance.now();
  const answered = await gateway?.pushRaw(clientId, 'EVENT', '*', headers, data, 1);
  return answered === 1 ? performance.now() - from : undefined;
}

async function obey(order: Exclude<Order, { do: 'end' }>): Promise<readonly (number | undefined)[]> {
  const { clientId, corpId } = order;
  switch (order.do) {
    case 'push': {
      const pushed: Promise<number | undefined>[] = [];
      const from = performance.now();
      for (let frame = 0; frame < order.frames; frame += 1) {
        const due = from + (frame * 1000) / order.perSecond;
        if (due > performance.now()) await pause(due - performance.now());
        pushed.push(push(clientId, corpId));
      }
      return Promise.all(pushed);
    }
    case 'flood': {
      const all: (number | undefined)[] = [];
      const one = async () => {
        while (all.length < order.frames) all.push(await push(clientId, corpId));
      };
      await Promise.all(Array.from({ length: order.atOnce }, one));
      return all;
    }
    case 'notice': {
      const from = performance.now();
      gateway?.sendDisconnect(clientId, order.closeAfterMs);
      // The gap ends with the first frame that finds a line and is acknowledged.
      for (let begun = from; performance.now() - from < 30_000; ) {
        begun = performance.now();
        if ((await push(clientId, corpId)) !== undefined) return [begun - from];
        await pause(1);
      }
      return [undefined];
    }
  }
}

const say = (answer: Answer) => process.send?.(answer);
process.on('message', (given: { readonly number: number; readonly order: Order }) => {
  // The only one who writes here is the bench that started this process.
  const { number, order } = given;
  if (order.do === 'end') {
    void sim.close().then(() => process.exit(0));
    return;
  }
  const from = performance.now();
  void obey(order).then((all) => {
    const ms = all.filter((one) => one !== undefined);
    say({ is: 'done', order: number, ms, wholeMs: performance.now() - from, unanswered: all.length - ms.length });
  });
});
process.on('disconnect', () => process.exit(0));
say({ is: 'ready', url: sim.url });
