import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkCharacter, formatHkid } from '#src/domain/identity/hkid.ts';
import { startSimulator } from '../simulator/start.ts';
import { figures } from './parts/lines.ts';
import { aDataFolder, aService } from './parts/service.ts';

/**
 * From a doctor's message in the hotline until Baton asks DingTalk to show the card: a text alone, and a text with a photo, in turns. Then how long a
 * start takes (first, and over what is there) and what memory the service takes. `node bench/upload.ts [--uploads 100] [--starts 5]`. One JSON object.
 */
const { values } = parseArgs({
  options: { uploads: { type: 'string', default: '100' }, starts: { type: 'string', default: '5' } },
});
const [uploads, starts] = [values.uploads, values.starts].map(Number);
if (!uploads || !starts || uploads > 5_000 || starts > 50) {
  process.stderr.write('--uploads and --starts take positive numbers\n');
  process.exit(2);
}

const photo = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
const corp = { corpId: 'dingshared01', userId: 'u-alvin', conversationId: 'cidTmCardio/Hotline+01==', mention: true };
const sim = await startSimulator({ port: 0 });
const place = aDataFolder('upload');

const ask = async (path: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${sim.url}/sim/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
};

const cardsAfter = (n: number): number =>
  sim.world.journal.after(n, 'http').filter(({ path }) => path === '/v1.0/card/instances/createAndDeliver').length;
const lastEntry = (): number => sim.world.journal.after(0).at(-1)?.n ?? 0;

async function uploadMs(n: number, withPhoto: boolean): Promise<number> {
  const digits = String(200_000 + n);
  const hkid = formatHkid({ letters: 'Y', digits, check: checkCharacter('Y', digits) });
  const text = `refer CHAN Tai Man ${hkid} M 1/4/1967. Chest pain 2h. On warfarin 3mg daily. Allergic to penicillin. Urgent.`;
  const before = lastEntry();
  const from = performance.now();
  if (withPhoto)
    await ask('send', { ...corp, kind: 'picture', fileName: 'p.jpg', base64: photo.toString('base64'), text });
  else await ask('say', { ...corp, text });
  for (const end = performance.now() + 30_000; cardsAfter(before) === 0; await pause(1))
    if (performance.now() > end) throw new Error('no card came');
  const ms = performance.now() - from;
  await pause(150);
  return ms;
}

const started = { first: [] as number[], again: [] as number[] };
try {
  for (let n = 0; n < starts; n += 1) {
    const fresh = aDataFolder('start');
    try {
      for (const which of ['first', 'again'] as const) {
        const service = await aService(fresh.dir, sim.url);
        started[which].push(service.readyMs);
        await service.stop();
      }
    } finally {
      fresh.remove();
    }
  }
  const service = await aService(place.dir, sim.url);
  const idleMegabytes = service.rssMegabytes();
  // The first few meet cold code.
  for (let n = 0; n < 5; n += 1) await uploadMs(n, n % 2 === 0);
  const text: number[] = [];
  const both: number[] = [];
  for (let n = 0; n < uploads; n += 1) {
    text.push(await uploadMs(1_000 + 2 * n, false));
    both.push(await uploadMs(1_001 + 2 * n, true));
  }
  const afterMegabytes = service.rssMegabytes();
  await service.stop();
  const result = {
    bench: 'upload',
    cardMs: { text: figures(text), textAndPhoto: figures(both) },
    readyMs: { first: figures(started.first), again: figures(started.again) },
    rssMegabytes: { idle: idleMegabytes, afterUploads: afterMegabytes },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await sim.close();
  place.remove();
}
