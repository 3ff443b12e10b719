import { expect, test } from 'vitest';
import type { LiveWord } from '#src/contract/session.ts';
import type { Instances } from '#src/http/instances.ts';
import { OpenScreens } from '#src/http/routes/live.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';

type Ears = Parameters<Instances['listen']>[1];

/** A line that keeps what was said, and lets it be heard when it is asked to. */
function aLine() {
  const ears: Ears[] = [];
  let said: string[] = [];
  const instances: Instances = {
    say: (_topic, text) => {
      said.push(text);
      return true;
    },
    listen: (_topic, one) => void ears.push(one),
  };
  return {
    instances,
    lose: () => {
      said = [];
    },
    hear: () => {
      for (const text of said.splice(0)) for (const each of ears) each.heard(text);
    },
    cut: () => {
      for (const each of ears) each.closed();
    },
    open: () => {
      for (const each of ears) each.opened();
    },
    waiting: () => said.length,
  };
}

const aScreen = (screens: OpenScreens, person = cheung) => {
  const heard: LiveWord['kind'][] = [];
  screens.add({ person, session: 's', tell: ({ kind }) => heard.push(kind), end: () => undefined });
  return heard;
};

test('what was said when the line was cut is said again, once, and the screens are told that they missed something', () => {
  const line = aLine();
  const here = new OpenScreens(line.instances);
  const there = aScreen(new OpenScreens(line.instances));
  here.announce({ kind: 'work' }, 'everybody');
  line.hear();
  expect(there).toEqual(['work']);

  here.endEverywhere(cheung.id);
  line.cut();
  line.lose();
  expect(there).toEqual(['work']);
  line.open();
  line.hear();
  expect(there).toEqual(['work', 'missed', 'session-ended']);

  line.cut();
  line.open();
  expect(line.waiting()).toBe(0);
});

test('of more than can be kept the others hear that they missed something', () => {
  const line = aLine();
  const here = new OpenScreens(line.instances);
  const there = aScreen(new OpenScreens(line.instances));
  for (let n = 0; n < 1_001; n += 1) here.announce({ kind: 'referral', id: `r${n}` }, 'everybody');
  line.lose();
  line.open();
  line.hear();
  expect(there).toEqual(['missed']);
});

test('a word goes to the places it concerns, and one for very many places to everybody', () => {
  const line = aLine();
  const here = new OpenScreens(line.instances);
  const other = new OpenScreens(line.instances);
  const [doctor, receiver] = [aScreen(other, alvin), aScreen(other, cheung)];
  const at = cheung.works.map(({ institution }) => institution);
  here.announce({ kind: 'work' }, { at });
  line.hear();
  expect([doctor, receiver]).toEqual([[], ['work']]);
  here.announce({ kind: 'work' }, { at: Array.from({ length: 101 }, () => at).flat() });
  line.hear();
  expect(doctor).toEqual(['work']);
});
