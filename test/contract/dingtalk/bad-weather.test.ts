import { expect, test } from 'vitest';
import { aDingTalk, aLine, aMoment, clientId } from './a-line.ts';

/** One kind of weather before each ten events; each test walks through all of them in an order of its own. */
const weathers = [
  { killMidFrame: 1 },
  { malformedFrame: 3 },
  { duplicatePush: 4 },
  { reorderPush: 2 },
  { dropAck: 1 },
  { gateway5xx: true },
  { notice: true },
  {},
] as const;

test.each([1, 3])(
  'through any weather whatever was acknowledged was kept, once (in steps of %i)',
  async (step) => {
    const dingtalk = await aDingTalk();
    const line = await aLine(dingtalk, { baseDelayMs: 20 });
    const stored = new Map<string, number>();
    const acknowledged: string[] = [];

    for (let round = 0; round < 8; round += 1) {
      const weather = weathers[(round * step) % weathers.length] ?? {};
      if ('notice' in weather) await dingtalk.admin('disconnect', { clientId, closeAfterMs: 200 });
      else if ('gateway5xx' in weather) await dingtalk.faults({ gateway5xxUntil: Date.now() + 100, killMidFrame: 1 });
      else await dingtalk.faults(weather);
      const names = Array.from({ length: 10 }, (_, index) => `e-${round}-${index}`);
      await Promise.all(
        names.map(async (name) => {
          const { answered } = await dingtalk.event(name);
          if (answered === 1) acknowledged.push(name);
        }),
      );
      await line.connected();
    }
    await aMoment();

    for (const { key } of line.kept) stored.set(key, (stored.get(key) ?? 0) + 1);
    // Each kind of weather may cost whole rounds, on a slow machine more; what may never happen is that an acknowledged one is missing or doubled.
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter((name) => stored.get(name) !== 1)).toEqual([]);
    expect([...stored.values()].every((times) => times === 1)).toBe(true);
    await expect.poll(() => dingtalk.lines(), { timeout: 15_000 }).toBe(1);
  },
  60_000,
);
