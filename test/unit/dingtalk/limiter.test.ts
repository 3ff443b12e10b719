import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Egress, Limiter } from '#src/adapters/dingtalk/openapi/limiter.ts';
import { Unreachable } from '#src/domain/refused.ts';
import type { Lane } from '#src/ports/messenger.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-23T00:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const calling = (limiter: Limiter, api: string, lanes: readonly Lane[]) => {
  const gone: Lane[] = [];
  const sentAway: unknown[] = [];
  for (const lane of lanes)
    void limiter.turn(api, lane).then(
      () => gone.push(lane),
      (error: unknown) => sentAway.push(error),
    );
  return { gone, sentAway };
};

test('twenty calls a second go at once, the rest waits its turn', async () => {
  const limiter = new Limiter(20);
  const { gone } = calling(limiter, 'card.update', Array<Lane>(30).fill('soon'));

  await vi.advanceTimersByTimeAsync(0);
  expect(gone).toHaveLength(20);
  await vi.advanceTimersByTimeAsync(250);
  expect(gone).toHaveLength(25);
  await vi.advanceTimersByTimeAsync(250);
  expect(gone).toHaveLength(30);
});

test('care goes before everyday, everyday before what can be left out', async () => {
  const limiter = new Limiter(1);
  calling(limiter, 'card.update', ['soon']);
  const { gone } = calling(limiter, 'card.update', ['optional', 'soon', 'now', 'now']);

  await vi.advanceTimersByTimeAsync(5_000);

  expect(gone).toEqual(['now', 'now', 'soon', 'optional']);
});

test('one API that is full does not hold back another', async () => {
  const limiter = new Limiter(1);
  calling(limiter, 'card.update', ['now', 'now']);
  const other = calling(limiter, 'robot.ding', ['soon']);

  await vi.advanceTimersByTimeAsync(0);

  expect(other.gone).toHaveLength(1);
});

test('a short rest of one API is waited out', async () => {
  const limiter = new Limiter(20);
  limiter.pause('card.update', 1_000);
  const waiting = calling(limiter, 'card.update', ['now']);
  const other = calling(limiter, 'robot.ding', ['now']);

  await vi.advanceTimersByTimeAsync(900);
  expect([waiting.gone.length, other.gone.length]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(200);
  expect(waiting.gone).toHaveLength(1);
});

test('a punishment of five minutes holds back every organisation, and nobody stands in line for it', async () => {
  const egress = new Egress();
  const [one, other] = [new Limiter(1, egress), new Limiter(1, egress)];
  const before = calling(one, 'card.update', ['now', 'now']);
  await vi.advanceTimersByTimeAsync(0);

  one.pauseAll(300_000);
  const after = calling(other, 'robot.ding', ['now']);
  await vi.advanceTimersByTimeAsync(0);

  expect(before.gone).toHaveLength(1);
  expect(before.sentAway[0]).toBeInstanceOf(Unreachable);
  expect(after.sentAway[0]).toBeInstanceOf(Unreachable);
  await vi.advanceTimersByTimeAsync(300_000);
  const later = calling(other, 'robot.ding', ['now']);
  await vi.advanceTimersByTimeAsync(0);
  expect(later.gone).toHaveLength(1);
});

test('a clock that somebody sets back by an hour holds nobody up', async () => {
  const limiter = new Limiter(20);
  calling(limiter, 'card.update', ['now']);
  await vi.advanceTimersByTimeAsync(0);

  vi.setSystemTime(Date.parse('2026-11-22T23:00:00Z'));
  const { gone } = calling(limiter, 'card.update', ['now']);
  await vi.advanceTimersByTimeAsync(100);

  expect(gone).toHaveLength(1);
});
