import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ClinicianId, id, type ReferralId } from '#src/domain/ids.ts';
import { afterDeed, nobodyShares, type WalkDeed } from '#src/domain/imaging/shared-walk.ts';
import type { Walk } from '#src/domain/imaging/walk.ts';
import { OpenWalks } from '#src/http/open-walks.ts';
import { walkMessageIn } from '#src/http/walk-words.ts';
import '#test/builders/property-seed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const referrals = ['r1', 'r2'].map((one) => id<ReferralId>(one));
const [radiologist, doctor, nurse] = ['p1', 'p2', 'p3'].map((one) => id<ClinicianId>(one)) as [
  ClinicianId,
  ClinicianId,
  ClinicianId,
];
const people = [radiologist, doctor, nurse];
const [ct] = referrals as [ReferralId];

/** Passes every message on to all who listen, in one order, to each at its own pace. */
class Bus {
  readonly log: string[] = [];
  readonly instances: Instance[] = [];
  settle(): void {
    for (let round = 0; round < 6; round += 1) {
      for (const one of this.instances) one.deliver(Number.POSITIVE_INFINITY);
      vi.advanceTimersByTime(500);
    }
    for (const one of this.instances) one.deliver(Number.POSITIVE_INFINITY);
  }
}

class Instance {
  walks: OpenWalks;
  readonly told: Walk[] = [];
  readonly cuts = new Map<string, () => void>();
  readonly #bus: Bus;
  #at = 0;
  isOpen = false;

  constructor(bus: Bus) {
    this.#bus = bus;
    bus.instances.push(this);
    this.walks = this.#make();
  }
  #make(): OpenWalks {
    this.cuts.clear();
    const walks: OpenWalks = new OpenWalks({
      tell: (_referral, walk) => this.told.push(walk),
      leash: (referral, who, cut) => {
        this.cuts.set(`${referral} ${who}`, cut);
        return () => this.cuts.delete(`${referral} ${who}`);
      },
      say: (text) => {
        // An instance that was killed says nothing more.
        if (!this.isOpen || this.walks !== walks) return false;
        this.#bus.log.push(text);
        return true;
      },
    });
    return walks;
  }
  open(): this {
    if (this.isOpen) return this;
    this.isOpen = true;
    this.#at = this.#bus.log.length;
    this.walks.ears.opened();
    return this;
  }
  cut(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.walks.ears.closed();
  }
  restart(): void {
    this.isOpen = false;
    this.walks = this.#make();
    this.open();
  }
  deliver(most: number): void {
    for (let n = 0; n < most && this.isOpen && this.#at < this.#bus.log.length; n += 1) {
      this.#at += 1;
      this.walks.ears.heard(this.#bus.log[this.#at - 1] as string);
    }
  }
}

const deed = fc.oneof(
  fc.constantFrom<WalkDeed>({ say: 'here' }, { say: 'leave' }, { say: 'ask' }),
  fc.constantFrom(...people).map((to): WalkDeed => ({ say: 'give', to })),
  fc.nat(40).map((index): WalkDeed => ({ say: 'show', view: { series: '1.2.3', index } })),
);
const done = fc.record({
  what: fc.constant('deed' as const),
  on: fc.nat(2),
  referral: fc.constantFrom(...referrals),
  who: fc.constantFrom(...people),
  deed: fc.option(deed, { nil: undefined }),
});
const passing = fc.oneof(
  fc.record({ what: fc.constant('deliver' as const), on: fc.nat(2), most: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ what: fc.constant('time' as const), ms: fc.constantFrom(30, 200, 3_000, 20_000) }),
);
const trouble = fc.record({ what: fc.constantFrom('cut', 'open', 'restart'), on: fc.nat(2) });
type Step =
  | { what: 'deed'; on: number; referral: ReferralId; who: ClinicianId; deed: WalkDeed | undefined }
  | { what: 'deliver'; on: number; most: number }
  | { what: 'time'; ms: number }
  | { what: 'cut' | 'open' | 'restart'; on: number };

function take(bus: Bus, step: Step): void {
  if (step.what === 'time') {
    // Nothing is under way for so long.
    if (step.ms > 3_000) for (const each of bus.instances) each.deliver(Number.POSITIVE_INFINITY);
    return void vi.advanceTimersByTime(step.ms);
  }
  const one = bus.instances[step.on] as Instance;
  if (step.what === 'deliver') return one.deliver(step.most);
  if (step.what !== 'deed') return one[step.what]() as void;
  if (step.deed) one.walks.hear(step.referral, step.who, step.deed);
  else one.walks.join(step.referral, step.who);
}

function expectSame(bus: Bus): void {
  for (const referral of referrals) {
    const [first, ...others] = bus.instances.map(({ walks }) => walks.of(referral));
    for (const other of others) expect(other).toEqual(first);
    if (first) expect(first.people).toContain(first.leads);
    for (const { cuts } of bus.instances)
      expect([...cuts.keys()].filter((key) => key.startsWith(referral)).sort()).toEqual(
        (first?.people ?? []).map((who) => `${referral} ${who}`).sort(),
      );
  }
}

test('whatever three instances do and however late they hear, all hold the walk that the one order of deeds makes', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ arbitrary: done, weight: 3 }, passing), { maxLength: 60 }), (steps) => {
      const bus = new Bus();
      for (let n = 0; n < 3; n += 1) new Instance(bus).open();
      bus.settle();
      for (const step of steps) take(bus, step as Step);
      bus.settle();
      expectSame(bus);
      for (const referral of referrals) {
        const walk = bus.log.reduce((before, text) => {
          const said = walkMessageIn(text);
          return said?.is === 'deed' && said.referral === referral
            ? afterDeed(before, said.who, said.deed, said.stamp)
            : before;
        }, nobodyShares).walk;
        expect(bus.instances[0]?.walks.of(referral) ?? nobodyShares.walk).toEqual(walk);
      }
    }),
    { numRuns: 300 },
  );
});

test('with lines cut and instances restarted at any moment, all hold the same walk when all hear each other again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ arbitrary: done, weight: 4 }, { arbitrary: passing, weight: 2 }, trouble), { maxLength: 80 }),
      (steps) => {
        const bus = new Bus();
        for (let n = 0; n < 3; n += 1) new Instance(bus).open();
        for (const step of steps) take(bus, step as Step);
        for (const one of bus.instances) one.open();
        bus.settle();
        expectSame(bus);
      },
    ),
    { numRuns: 500 },
  );
});

const two = () => {
  const bus = new Bus();
  const one = new Instance(bus).open();
  const other = new Instance(bus).open();
  bus.settle();
  return { bus, one, other };
};
const show = (index: number): WalkDeed => ({ say: 'show', view: { series: '1.2.3', index } });

test('what is shown is seen here before anybody heard it, and what is shown faster than fifteen a second is thinned for the others', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  other.walks.join(ct, doctor);
  bus.settle();
  const before = bus.log.length;
  for (let index = 0; index < 100; index += 1) {
    one.walks.hear(ct, radiologist, show(index));
    expect(one.walks.of(ct)?.view?.index).toBe(index);
    vi.advanceTimersByTime(10);
    one.deliver(9);
  }
  bus.settle();
  expect(other.walks.of(ct)?.view?.index).toBe(99);
  expect(bus.log.length - before).toBeGreaterThan(9);
  expect(bus.log.length - before).toBeLessThanOrEqual(17);
});

test('while a store is slow, one move is on its way, and the last one follows it', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  other.walks.join(ct, doctor);
  bus.settle();
  const before = bus.log.length;
  for (let index = 0; index < 100; index += 1) {
    one.walks.hear(ct, radiologist, show(index));
    vi.advanceTimersByTime(50);
  }
  expect(bus.log.length - before).toBe(1);
  bus.settle();
  expect(other.walks.of(ct)?.view?.index).toBe(99);
  expect(bus.log.length - before).toBe(2);
});

test('a look that is full takes nobody more, on no instance, and one message still holds it', () => {
  const { bus, one, other } = two();
  for (let n = 0; n < 60; n += 1) (n % 2 ? one : other).walks.join(ct, id<ClinicianId>(`clinician-number-${n}`));
  bus.settle();
  expectSame(bus);
  expect(one.walks.of(ct)?.people).toHaveLength(50);
  const third = new Instance(bus).open();
  bus.settle();
  expect(third.walks.of(ct)).toEqual(one.walks.of(ct));
  expect(Math.max(...bus.log.map((text) => Buffer.byteLength(text)))).toBeLessThan(7_900);
});

test('what was shown last goes before the hand over', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  bus.settle();
  other.walks.join(ct, doctor);
  bus.settle();
  for (const index of [1, 2]) one.walks.hear(ct, radiologist, show(index));
  one.walks.hear(ct, radiologist, { say: 'give', to: doctor });
  bus.settle();
  expect(other.walks.of(ct)).toEqual({
    people: [radiologist, doctor],
    leads: doctor,
    view: show(2).say === 'show' && { series: '1.2.3', index: 2 },
  });
});

test('somebody is in it once, on whichever instance their screens ask: who leaves on one has left on all, who is heard on one stays', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  bus.settle();
  other.walks.join(ct, radiologist);
  one.walks.join(ct, doctor);
  bus.settle();
  expect(other.walks.of(ct)?.people).toEqual([radiologist, doctor]);
  for (let n = 0; n < 9; n += 1) {
    other.walks.hear(ct, radiologist, { say: 'here' });
    one.walks.hear(ct, doctor, { say: 'here' });
    vi.advanceTimersByTime(10_000);
    bus.settle();
  }
  expect(one.walks.of(ct)?.people).toEqual([radiologist, doctor]);
  one.walks.leave(ct, radiologist);
  bus.settle();
  expect(other.walks.of(ct)).toEqual({ people: [doctor], leads: doctor });
});

test('an instance that died takes its people out when nobody heard of them for 45 seconds', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  other.walks.join(ct, doctor);
  bus.settle();
  bus.instances.splice(0, 1);
  one.isOpen = false;
  for (let n = 0; n < 6; n += 1) {
    other.walks.hear(ct, doctor, { say: 'here' });
    vi.advanceTimersByTime(10_000);
    other.deliver(Number.POSITIVE_INFINITY);
  }
  expect(other.walks.of(ct)).toEqual({ people: [doctor], leads: doctor });
});

test('an instance that starts knows what is going on, and nobody’s screen sees anybody go', () => {
  const { bus, one } = two();
  one.walks.join(ct, radiologist);
  one.walks.hear(ct, radiologist, show(7));
  bus.settle();
  const heardBefore = one.told.length;
  const third = new Instance(bus).open();
  bus.settle();
  expect(third.walks.of(ct)).toEqual({
    people: [radiologist],
    leads: radiologist,
    view: { series: '1.2.3', index: 7 },
  });
  expect(one.told.length).toBe(heardBefore);
});

test('while the line is cut each instance is by itself; afterwards all are together, without anybody having gone', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  bus.settle();
  other.walks.join(ct, doctor);
  bus.settle();
  one.walks.hear(ct, radiologist, show(2));
  bus.settle();
  one.cut();
  other.cut();
  const toldBefore = [one.told.length, other.told.length];
  one.walks.hear(ct, radiologist, show(3));
  expect(one.walks.of(ct)?.view?.index).toBe(3);
  one.open();
  other.open();
  bus.settle();
  expect(other.walks.of(ct)).toEqual({
    people: [radiologist, doctor],
    leads: radiologist,
    view: { series: '1.2.3', index: 3 },
  });
  for (const [n, { told }] of bus.instances.entries())
    for (const walk of told.slice(toldBefore[n])) expect(walk.people).toEqual([radiologist, doctor]);
});

test('who left while the line was cut has left, unless they spoke elsewhere meanwhile', () => {
  const { bus, one, other } = two();
  for (const who of [radiologist, doctor, nurse]) one.walks.join(ct, who);
  bus.settle();
  one.cut();
  one.walks.leave(ct, radiologist);
  one.walks.leave(ct, doctor);
  other.walks.hear(ct, doctor, { say: 'here' });
  bus.settle();
  expect(other.walks.of(ct)?.people).toEqual([radiologist, doctor, nurse]);
  one.open();
  bus.settle();
  expectSame(bus);
  expect([...(one.walks.of(ct)?.people ?? [])].sort()).toEqual([doctor, nurse]);
});

test('where leave to look ends on one instance, the person is out on all, and stays out', () => {
  const { bus, one, other } = two();
  one.walks.join(ct, radiologist);
  other.walks.join(ct, doctor);
  bus.settle();
  one.cuts.get(`${ct} ${doctor}`)?.();
  expect(one.walks.of(ct)?.people).toEqual([radiologist]);
  other.cuts.get(`${ct} ${doctor}`)?.();
  expect(other.walks.of(ct)?.people).toEqual([radiologist]);
  bus.settle();
  expectSame(bus);
  expect(one.walks.of(ct)?.people).toEqual([radiologist]);
});

test('what is not understood is not heard', () => {
  const { one } = two();
  one.walks.join(ct, radiologist);
  for (const text of [
    '',
    'x',
    '{}',
    '{"is":"deed","by":"y","stamp":"y.1","referral":"r1","who":"p2","deed":{"say":"fly"}}',
  ])
    one.walks.ears.heard(text);
  expect(one.walks.of(ct)?.people).toEqual([radiologist]);
});
