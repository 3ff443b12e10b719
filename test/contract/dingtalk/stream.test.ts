import { expect, test } from 'vitest';
import { aDingTalk, aLine, aMoment, clientId, corpId, settingsFor } from './a-line.ts';

test('what a doctor says in a hotline is kept, and acknowledged after that', async () => {
  const dingtalk = await aDingTalk();
  const order: string[] = [];
  const line = await aLine(dingtalk, {
    keep: async ({ data }) => {
      await aMoment(100);
      order.push(`kept ${String(JSON.parse(data).text.content).trim()}`);
      return true;
    },
  });
  const heardAt = dingtalk.sim.world.journal.after(0).at(-1)?.n ?? 0;

  await dingtalk.says('chest pain');

  await expect.poll(() => dingtalk.sim.world.journal.after(heardAt, 'push').length, { timeout: 15_000 }).toBe(1);
  const [push] = dingtalk.sim.world.journal.after(heardAt, 'push');
  expect(order).toEqual(['kept chest pain']);
  expect(push).toMatchObject({ code: 200 });
  expect(Number(push?.['ackMs'])).toBeGreaterThanOrEqual(99);
  expect(line.supervisor.health()).toMatchObject({ connected: true, reconnects: 0 });
});

test('an event that could not be kept is handed back, comes again and is kept then', async () => {
  const dingtalk = await aDingTalk({ clock: Date.parse('2026-11-23T00:00:00Z') });
  const seen: string[] = [];
  const line = await aLine(dingtalk, {
    keep: async ({ key }) => {
      seen.push(key);
      if (seen.length === 1) throw new Error('the disk is full');
      return true;
    },
  });

  await dingtalk.admin('user', { corpId, do: 'rename', userId: 'u-lam', name: 'Prof Lam' });
  await expect.poll(() => seen.length).toBe(1);
  await aMoment();
  await dingtalk.pass(10_000);

  await expect.poll(() => seen.length, { timeout: 15_000 }).toBe(2);
  expect(seen[1]).toBe(seen[0]);
  expect(line.count('not-kept')).toBe(1);
  expect(line.log.text()).not.toContain('the disk is full');
});

test('a message that could not be kept is not acknowledged at all', async () => {
  const dingtalk = await aDingTalk();
  await aLine(dingtalk, { keep: () => Promise.reject(new Error('the disk is full')) });

  await dingtalk.says('chest pain');

  await expect
    .poll(() => dingtalk.sim.world.journal.after(0, 'push').map(({ code }) => code), { timeout: 15_000 })
    .toEqual([null]);
});

test('the same event pushed three times is kept once and acknowledged three times', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk);

  const answers = [await dingtalk.event('e-1'), await dingtalk.event('e-1'), await dingtalk.event('e-1')];

  expect(answers).toEqual([{ answered: 1 }, { answered: 1 }, { answered: 1 }]);
  expect(line.kept.map(({ key }) => key)).toEqual(['e-1']);
  expect(line.count('duplicate')).toBe(2);
});

test('a notice to disconnect opens the next line while the old one still stands', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk);
  await aMoment(150);

  await dingtalk.admin('disconnect', { clientId, closeAfterMs: 6_000 });

  await expect.poll(() => dingtalk.lines(), { timeout: 5_500, interval: 10 }).toBe(2);
  await dingtalk.says('nobody missed this');
  await line.keeps(1);
  await expect.poll(() => dingtalk.lines(), { timeout: 15_000 }).toBe(1);
  expect(line.supervisor.health()).toMatchObject({ connected: true, reconnects: 1 });
});

test('three seconds of refused handshakes bring no storm, and one line afterwards', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.faults({ handshake401Until: Date.now() + 3_000 });
  const line = await aLine(dingtalk);
  await line.connected();
  await aMoment();

  expect(line.log.text()).toContain('handshake-401');

  const asked = dingtalk.sim.world.journal
    .after(0, 'http')
    .filter(({ path, status }) => path === '/connect' && status === 401).length;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(40);
  expect(dingtalk.lines()).toBe(1);
});

test('however many ask for a line at once, there is one', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk, { starts: 3 });
  await line.supervisor.start();
  await aMoment();
  expect(dingtalk.lines()).toBe(1);
});

test('a frame that cannot be read and one that is nonsense end nothing', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk);
  await dingtalk.faults({ malformedFrame: 1 });

  await dingtalk.says('the good one');
  await line.keeps(1);
  await dingtalk.admin('push-raw', { clientId, type: 'EVENT', topic: '*', headers: {}, data: 'no event' });
  await dingtalk.admin('push-raw', {
    clientId,
    type: 'CALLBACK',
    topic: '/v1.0/im/bot/messages/get',
    data: 'not json',
  });
  await dingtalk.event('e-after');

  expect(line.kept.map(({ key }) => key).at(-1)).toBe('e-after');
  expect(line.count('bad-frame')).toBe(3);
  expect(line.supervisor.health().connected).toBe(true);
});

test('a handler that throws ends nothing, and what it said is not logged', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk, {
    keep: () => {
      throw new Error('Chan Siu Ming');
    },
  });

  await dingtalk.event('e-1');
  await dingtalk.event('e-2');

  expect(line.count('not-kept')).toBe(2);
  expect(line.log.text()).not.toContain('Chan Siu Ming');
});

test('a wrong secret is said clearly, not hammered, and never written down', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk, {
    settings: settingsFor(dingtalk.sim.url, { secret: () => 'wrong-secret-7731' }),
  });

  expect(line.supervisor.health()).toMatchObject({ connected: false, lastError: 'authFailed' });
  const said = line.log.lines.filter(({ level }) => level === 'error');
  expect(said).toHaveLength(1);
  expect(said[0]?.sentence).toContain('check both in the developer console');
  expect(line.log.text()).not.toContain('wrong-secret-7731');
});

test('two organisations share neither subscriptions nor lines', async () => {
  const dingtalk = await aDingTalk();
  const shared = await aLine(dingtalk);
  const hospital = await aLine(dingtalk, {
    settings: settingsFor(dingtalk.sim.url, {
      corpId: 'dingtmh00001',
      clientId: 'dingbatontmh',
      secret: () => 'pretend-secret-tmh',
    }),
  });

  await dingtalk.says('for the shared organisation');
  await shared.keeps(1);
  await aMoment();

  expect(hospital.kept).toEqual([]);
  expect(hospital.supervisor.health().connected).toBe(true);
});

test('frames of a foreign organisation are refused, counted and not kept', async () => {
  const dingtalk = await aDingTalk();
  const answeredLive: string[] = [];
  const line = await aLine(dingtalk, {
    answerLive: async (data) => {
      answeredLive.push(data);
      return {};
    },
  });
  const callback = (topic: string, data: object) =>
    dingtalk.admin('push-raw', { clientId, type: 'CALLBACK', topic, data });

  await dingtalk.event('e-1', {}, { eventCorpId: 'dingstranger' });
  await callback('/v1.0/im/bot/messages/get', { msgId: 'm-1', chatbotCorpId: 'dingstranger' });
  await callback('/v1.0/card/instances/callback', { outTrackId: 't-1', corpId: 'dingstranger' });
  await callback('/v1.0/card/dynamicData/get', { outTrackId: 't-1', corpId: 'dingstranger' });

  expect(line.kept).toEqual([]);
  expect(answeredLive).toEqual([]);
  expect(line.count('foreign-frame')).toBe(4);
  expect(line.log.text()).not.toContain('dingstranger');
});

test('a tapped card is kept first and shows its answer at once; a slow answer is left out', async () => {
  const dingtalk = await aDingTalk();
  const order: string[] = [];
  const line = await aLine(dingtalk, {
    keep: async ({ key }) => {
      order.push(`kept ${key}`);
      return true;
    },
    answerCard: async ({ key }) => {
      order.push(`answered ${key}`);
      if (key === 'slow') await aMoment(5_000);
      return { cardData: { cardParamMap: { state: 'accepted' } } };
    },
  });
  const tap = (messageId: string) =>
    dingtalk.admin('push-raw', {
      clientId,
      type: 'CALLBACK',
      topic: '/v1.0/card/instances/callback',
      headers: { messageId },
      data: { outTrackId: 't-1', corpId },
    });

  expect(await tap('quick')).toEqual({ answered: 1 });
  // DingTalk waits three seconds; the handler takes five.
  expect(await tap('slow')).toEqual({ answered: 1 });

  expect(order).toEqual(['kept quick', 'answered quick', 'kept slow', 'answered slow']);
  expect(line.count('not-kept')).toBe(0);
});

test('a line that is half open is noticed by its silence and replaced', async () => {
  const dingtalk = await aDingTalk({ pingMs: 100 });
  await dingtalk.faults({ halfOpen: 1 });
  const line = await aLine(dingtalk, { idleMs: 600 });

  await expect.poll(() => line.supervisor.health().reconnects, { timeout: 15_000 }).toBe(1);
  await dingtalk.says('heard again');
  await line.keeps(1);
  await aMoment(1_000);

  expect(line.supervisor.health().reconnects).toBe(1);
});

test('a line that breaks in the middle of a word is opened again', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk);
  await dingtalk.faults({ killMidFrame: 1 });

  await dingtalk.says('lost on the way');
  await expect.poll(() => line.supervisor.health().reconnects, { timeout: 15_000 }).toBe(1);
  await dingtalk.says('heard again');

  await line.keeps(1);
});

test('contact events do not count against the month; everything else does', async () => {
  const dingtalk = await aDingTalk();
  const line = await aLine(dingtalk);

  await dingtalk.event('e-1', {}, { eventType: 'user_leave_org' });
  await dingtalk.event('e-2');
  await dingtalk.says('hello');
  await line.keeps(3);

  expect(line.pushes()).toBe(2);
});

test('stopping finishes what is in hand and leaves no line', async () => {
  const dingtalk = await aDingTalk();
  let done = false;
  const line = await aLine(dingtalk, {
    keep: async () => {
      await aMoment(200);
      done = true;
      return true;
    },
  });
  const pushed = dingtalk.event('e-1');
  await aMoment(50);

  await line.supervisor.stop();

  expect(done).toBe(true);
  expect(await pushed).toEqual({ answered: 1 });
  await expect.poll(() => dingtalk.lines()).toBe(0);
  await aMoment();
  expect(dingtalk.lines()).toBe(0);
});

test('the secret and what people say never stand in the log or on the console', async () => {
  const printed: string[] = [];
  const { info, warn, error } = console;
  const listen = (...words: unknown[]) => void printed.push(words.map(String).join(' '));
  Object.assign(console, { info: listen, warn: listen, error: listen });
  try {
    const dingtalk = await aDingTalk();
    await dingtalk.faults({ handshake401Until: Date.now() + 300, malformedFrame: 1 });
    const line = await aLine(dingtalk);
    await line.connected();
    await dingtalk.says('Chan Siu Ming, A123456(3)');
    await line.keeps(1);
    await line.supervisor.stop();
    expect(line.log.text()).not.toMatch(/pretend-secret|Chan Siu Ming|A123456|ticket=/);
    expect(printed).toEqual([]);
  } finally {
    Object.assign(console, { info, warn, error });
  }
});
