import { expect, test } from 'vitest';
import { boundFor, Near } from '../../../miniapp/viewer/near.ts';

const megabyte = 1024 * 1024;
const stack = (name: string, count: number) => new Map(Array.from({ length: count }, (_, at) => [`${name}${at}`, at]));
const aNear = (bound: number) => {
  const dropped: string[] = [];
  return { near: new Near(bound, (id) => dropped.push(id)), dropped };
};

test('a phone keeps less than a desk, a small phone less than a large one, and one that keeps silent little', () => {
  const touched = (gigabytes: number | undefined) => boundFor({ gigabytes, isTouched: true }) / megabyte;
  expect([1, 2, 4, 8, undefined].map(touched)).toEqual([16, 32, 64, 96, 64]);
  expect(boundFor({ gigabytes: 8, isTouched: false }) / megabyte).toBe(384);
});

test('what lies farthest from where somebody looks goes first, and never more is kept than the bound', () => {
  const { near, dropped } = aNear(50);
  const who = {};
  for (let here = 0; here < 10; here += 1) {
    near.aim(who, stack('a', 10), here);
    near.came(`a${here}`, 10);
  }
  expect(dropped).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
  expect(near.bytes).toBe(50);
});

test('coming back, the near ones are worth fetching again and the far ones are not', () => {
  const { near, dropped } = aNear(30);
  const who = {};
  near.aim(who, stack('a', 10), 8);
  for (const at of [7, 8, 9]) near.came(`a${at}`, 10);
  expect(near.hasRoomFor('a6')).toBe(false);
  near.aim(who, stack('a', 10), 0);
  expect(near.hasRoomFor('a0')).toBe(true);
  near.came('a0', 10);
  expect(dropped).toEqual(['a9']);
});

test('two stacks beside each other share the bound, and a closed one makes way', () => {
  const { near, dropped } = aNear(40);
  const [one, other] = [{}, {}];
  near.aim(one, stack('a', 10), 0);
  near.aim(other, stack('b', 10), 0);
  for (const id of ['a0', 'a1', 'b0', 'b1']) near.came(id, 10);
  near.leave(other);
  near.came('a2', 10);
  expect(dropped).toEqual(['b0']);
});

test('one slice larger than the bound stays while it is looked at; what comes when nobody looks any more goes at once', () => {
  const { near, dropped } = aNear(5);
  const who = {};
  near.aim(who, stack('a', 3), 1);
  near.came('a1', 40);
  expect(dropped).toEqual([]);
  near.leave(who);
  near.came('a2', 1);
  expect(dropped).toEqual(['a2']);
});

test('a file of many frames counts once, until its last frame goes', () => {
  const { near } = aNear(100);
  near.aim({}, stack('a', 3), 0);
  near.fileCame('f', 30);
  near.came('a0', 10);
  near.fileCame('f', 30);
  near.came('a1', 10);
  expect(near.bytes).toBe(50);
  near.fileGone('f');
  expect(near.bytes).toBe(20);
});
