import { useCallback, useEffect, useRef, useState } from 'react';
import type { WalkAsked, WalkShown, WalkView } from '#src/contract/images.ts';
import type { Language } from '#src/contract/session.ts';
import { nameIn } from '../words/names.ts';

/** Fast enough for an eye, slow enough for a line: eight a second. */
const betweenShows = 125;
const betweenHeres = 10_000;

/** A common look as this screen takes part in it. */
export type Walking = {
  readonly isIn: boolean;
  readonly leads: boolean;
  /** Name of the one who leads, while there is a common look. */
  readonly leader?: string | undefined;
  /** Name of the one who asks to lead. */
  readonly asks?: { readonly person: string; readonly name: string } | undefined;
  readonly isAsking: boolean;
  readonly people: readonly string[];
  /** What the leader shows, for those who follow. */
  readonly follows?: WalkView | undefined;
  readonly show: (view: WalkView) => void;
  readonly join: () => void;
  readonly leave: () => void;
  readonly ask: () => void;
  readonly give: (person: string) => void;
};

type Say = (asked: WalkAsked) => Promise<unknown>;

export function useWalk(walk: WalkShown | undefined, me: string, language: Language, doSay: Say): Walking {
  // This screen takes part, not only this person: they may have joined on another one.
  const [isIn, setIn] = useState(false);
  const saying = useRef(doSay);
  saying.current = doSay;
  // What cannot be said is said again with the next move, or by being here.
  const say = useCallback((asked: WalkAsked) => void saying.current(asked).catch(() => undefined), []);
  const leads = isIn && walk?.leads === me;

  const waiting = useRef<{ view?: WalkView | undefined; timer?: ReturnType<typeof setTimeout> | undefined }>({});
  const show = useCallback(
    (view: WalkView) => {
      waiting.current.view = view;
      waiting.current.timer ??= setTimeout(() => {
        const { view: last } = waiting.current;
        waiting.current = {};
        if (last) say({ say: 'show', view: last });
      }, betweenShows);
    },
    [say],
  );

  useEffect(() => {
    if (!isIn) return;
    const beat = setInterval(() => say({ say: 'here' }), betweenHeres);
    return () => {
      clearInterval(beat);
      clearTimeout(waiting.current.timer);
      waiting.current = {};
      say({ say: 'leave' });
    };
  }, [isIn, say]);
  // Left behind by the service: leave ended, or this screen was silent for too long.
  const wasThere = useRef(false);
  const isThere = walk?.people.some(({ person }) => person === me) ?? false;
  useEffect(() => {
    if (isIn && wasThere.current && !isThere) setIn(false);
    wasThere.current = isThere;
  }, [isIn, isThere]);

  const nameOf = (who: string | undefined) => {
    const one = walk?.people.find(({ person }) => person === who);
    return one && nameIn(language, one.name);
  };
  const asksName = nameOf(walk?.asks);
  return {
    isIn,
    leads,
    leader: nameOf(walk?.leads),
    asks: walk?.asks && asksName && walk.asks !== me ? { person: walk.asks, name: asksName } : undefined,
    isAsking: walk?.asks === me,
    people: walk?.people.map(({ name }) => nameIn(language, name)) ?? [],
    follows: isIn && !leads ? walk?.view : undefined,
    show,
    join: useCallback(() => {
      void saying
        .current({ say: 'join' })
        .then(() => setIn(true))
        .catch(() => undefined);
    }, []),
    leave: useCallback(() => setIn(false), []),
    ask: useCallback(() => say({ say: 'ask' }), [say]),
    give: useCallback((to) => say({ say: 'give', to }), [say]),
  };
}
