import fc from 'fast-check';
import { expect, test } from 'vitest';
import { act, redirect, start, terminate } from '../../../simulator/engines/approvals/flow.ts';
import type { Group, Instance, News } from '../../../simulator/engines/approvals/instance.ts';
import { Refusal } from '../../../simulator/engines/refusal.ts';

const people = ['u-lam', 'u-cheung', 'u-ng', 'u-yip', 'u-kwan'] as const;
const person = fc.constantFrom(...people);
const group: fc.Arbitrary<Group> = fc.oneof(
  fc.record({ actionType: fc.constant('NONE' as const), userIds: person.map((one) => [one]) }),
  fc.record({
    actionType: fc.constantFrom('AND' as const, 'OR' as const),
    userIds: fc.uniqueArray(person, { minLength: 1, maxLength: 4 }),
  }),
);
type Move = { do: 'agree' | 'refuse'; who: string } | { do: 'redirect'; who: string; to: string } | { do: 'terminate' };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('agree' as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redirect' as const), who: person, to: person }) },
  { weight: 1, arbitrary: fc.constant({ do: 'terminate' as const }) },
);

const numbers = () => {
  let last = 0;
  return () => ++last;
};

const begin = (groups: readonly Group[], next: () => number) =>
  start(
    {
      id: 'pi-1',
      businessId: '1',
      processCode: 'PROC-1',
      title: 'Referral sign-off',
      originator: 'u-alvin',
      deptId: -1,
      values: [],
      groups,
      startedByCall: true,
      cc: [],
      ccAt: 'START',
      createdAt: 0,
    },
    next,
  );

/** Plays the moves; a move the engine refuses changes nothing, as in life. */
function play(groups: readonly Group[], moves: readonly Move[]): { steps: Instance[]; news: News[] } {
  const next = numbers();
  const first = begin(groups, next);
  const steps = [first.instance];
  const news = [...first.news];
  moves.forEach((asked, place) => {
    const now = steps[steps.length - 1]!;
    const at = place + 1;
    try {
      const step = perform(now, asked, at, next);
      steps.push(step.instance);
      news.push(...step.news);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  });
  return { steps, news };
}

function perform(now: Instance, asked: Move, at: number, next: () => number) {
  if (asked.do === 'terminate') return terminate(now, 'u-alvin', at);
  const taskId = now.tasks.findLast(({ userId, status }) => userId === asked.who && status === 'RUNNING')?.taskId ?? 0;
  if (asked.do === 'redirect') return redirect(now, { taskId, from: asked.who, to: asked.to, at }, next);
  return act(now, { taskId, userId: asked.who, verdict: asked.do, at }, next);
}

const games = fc.tuple(fc.array(group, { minLength: 1, maxLength: 4 }), fc.array(move, { maxLength: 30 }));
const isOver = ({ status }: Instance) => status !== 'RUNNING';

test('an approval never has two endings, and nothing happens to it after the first', () => {
  fc.assert(
    fc.property(games, ([groups, moves]) => {
      const { steps, news } = play(groups, moves);
      const endings = news.filter((one) => one.about === 'instance' && one.type !== 'start');

      expect(endings.length).toBe(isOver(steps[steps.length - 1]!) ? 1 : 0);
      expect(steps.filter(isOver).length).toBeLessThanOrEqual(1);
      if (endings.length === 1) expect(news[news.length - 1]).toBe(endings[0]);
    }),
  );
});

test('a refusal by anybody who is asked ends the approval at once as refused', () => {
  fc.assert(
    fc.property(games, ([groups, moves]) => {
      const { steps } = play(groups, moves);
      for (const step of steps)
        if (step.tasks.some(({ result }) => result === 'REFUSE'))
          expect(step).toMatchObject({ status: 'COMPLETED', result: 'refuse' });
    }),
  );
});

test('it is approved only when every member of an AND group and one of every other group agreed', () => {
  fc.assert(
    fc.property(games, ([groups, moves]) => {
      const last = play(groups, moves).steps.at(-1)!;
      if (last.result !== 'agree') return;
      groups.forEach(({ actionType, userIds }, place) => {
        const agreed = last.tasks.filter((task) => task.group === place && task.result === 'AGREE');
        expect(agreed.length).toBe(actionType === 'AND' ? userIds.length : 1);
      });
    }),
  );
});

test('groups are asked in their order, one at a time, and nobody is left being asked when it is over', () => {
  fc.assert(
    fc.property(games, ([groups, moves]) => {
      for (const step of play(groups, moves).steps) {
        const running = new Set(step.tasks.filter(({ status }) => status === 'RUNNING').map((task) => task.group));
        expect(running.size).toBe(isOver(step) ? 0 : 1);
        const [current = groups.length] = running;
        if (step.result === 'agree' || !isOver(step))
          for (let place = 0; place < current; place++)
            expect(step.tasks.some((task) => task.group === place && task.result === 'AGREE')).toBe(true);
      }
    }),
  );
});

test('of two cardiologists asked together with OR, the first to agree decides and the other is released', () => {
  const next = numbers();
  const first = begin([{ actionType: 'OR', userIds: ['u-lam', 'u-ng'] }], next);

  const step = act(first.instance, { taskId: 2, userId: 'u-ng', verdict: 'agree', at: 5 }, next);

  expect(step.instance).toMatchObject({ status: 'COMPLETED', result: 'agree' });
  expect(step.news.map(({ about, type }) => `${about} ${type}`)).toEqual([
    'task finish',
    'task cancel',
    'instance finish',
  ]);
  expect(() => act(step.instance, { taskId: 1, userId: 'u-lam', verdict: 'refuse', at: 6 }, next)).toThrow(Refusal);
});

test('nobody can answer in the place of another', () => {
  const next = numbers();
  const { instance } = begin([{ actionType: 'NONE', userIds: ['u-lam'] }], next);

  expect(() => act(instance, { taskId: 1, userId: 'u-fung', verdict: 'agree', at: 5 }, next)).toThrow(
    expect.objectContaining({ code: 'param.illegal.operator' }),
  );
});
