import { useEffect, useState, useSyncExternalStore } from 'react';
import { Avatar } from '../looks/avatar.tsx';
import { CloseIcon, MoonIcon, SunIcon, WeatherIcon } from '../looks/icons.tsx';
import { Phone } from '../phone/phone.tsx';
import { Stumble } from '../phone/stumble.tsx';
import { Weather } from '../weather/weather.tsx';
import { path } from '../world/ask.ts';
import { timeOf } from '../world/hong-kong-time.ts';
import { useKept } from '../world/kept.ts';
import { isConnected, onConnection } from '../world/live.ts';
import { corpOf, firstThree, keyOf, userOf } from '../world/people.ts';
import type { Who, World } from '../world/shapes.ts';
import { useAsked } from '../world/use-asked.ts';
import { useNow } from '../world/use-now.ts';
import { AddPerson } from './add-person.tsx';
import { FirstSteps } from './first-steps.tsx';

// what moves the world itself: people, groups, apps, faults, the clock; not each message
const MOVES_THE_WORLD = /state|corp|user|group|app|fault|clock|connect|quota|contact|org|world|unknown/i;

/** The whole page: the cast's phones side by side, and the weather they live in. */
export function Stage() {
  const { data: world, trouble, again } = useAsked<World>(path('state'), ({ kind }) => MOVES_THE_WORLD.test(kind));
  const connected = useSyncExternalStore(onConnection, isConnected);
  const [kept, setPeople] = useKept<readonly Who[] | null>('people', null);
  const [chosen, setChosen] = useState<string>();
  const [weather, setWeather] = useState(false);
  const [theme, setTheme] = useTheme();
  const now = useNow(world);

  if (world === undefined) return <Waiting trouble={trouble} again={again} />;
  const people = (kept ?? firstThree(world)).filter((who) => userOf(corpOf(world, who.corpId), who.userId));
  const inFront = people.find((who) => keyOf(who) === chosen) ?? people[0];
  const nextTheme = theme === 'dark' ? 'light' : 'dark';

  const add = (who: Who) => {
    setPeople([...people.filter((other) => keyOf(other) !== keyOf(who)), who]);
    setChosen(keyOf(who));
  };

  return (
    <div className="stage">
      <header className="stage-bar">
        <div className="brand">
          <h1>Pretend DingTalk</h1>
          <p>The cast of Baton 接棒 on their own phones. Everyone here is invented.</p>
        </div>
        <p className={connected ? 'stage-clock' : 'stage-clock is-lost'} role="status">
          {connected ? (
            <>
              <span>Hong Kong</span> <time>{timeOf(now)}</time>
              {world.clock === 'fake' && <em> set by hand</em>}
            </>
          ) : (
            'Simulator not heard. Trying again…'
          )}
        </p>
        <div className="stage-tools">
          <AddPerson world={world} here={people} onAdd={add} />
          <button
            type="button"
            className="tool"
            onClick={() => setTheme(nextTheme)}
            aria-label={`Switch to ${nextTheme}`}
          >
            {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
          </button>
          <button
            type="button"
            className="tool"
            aria-label="Weather"
            aria-expanded={weather}
            onClick={() => setWeather(!weather)}
          >
            <WeatherIcon /> <span className="wide-only">Weather</span>
          </button>
        </div>
      </header>

      <FirstSteps />

      <nav className="switcher" aria-label="Whose phone">
        {people.map((who) => {
          const user = userOf(corpOf(world, who.corpId), who.userId);
          const here = inFront !== undefined && keyOf(who) === keyOf(inFront);
          return (
            <button key={keyOf(who)} type="button" aria-current={here} onClick={() => setChosen(keyOf(who))}>
              <Avatar name={user?.name ?? who.userId} size="s" />
              <span>{user?.name}</span>
            </button>
          );
        })}
      </nav>

      <main className="phones" aria-label="Phones">
        {people.map((who) => (
          <div key={keyOf(who)} className={inFront && keyOf(who) === keyOf(inFront) ? 'slot in-front' : 'slot'}>
            <Stumble name={userOf(corpOf(world, who.corpId), who.userId)?.name ?? who.userId}>
              <Phone world={world} who={who} now={now} />
            </Stumble>
            <button
              type="button"
              className="put-away"
              aria-label={`Put ${userOf(corpOf(world, who.corpId), who.userId)?.name ?? 'this'}'s phone away`}
              onClick={() => setPeople(people.filter((other) => keyOf(other) !== keyOf(who)))}
            >
              <CloseIcon />
            </button>
          </div>
        ))}
        {people.length === 0 && <p className="empty">Nobody is on stage. Add somebody with “Add a person”.</p>}
      </main>

      {weather && <Weather world={world} now={now} onClose={() => setWeather(false)} onChanged={again} />}
    </div>
  );
}

const Waiting = ({ trouble, again }: { readonly trouble: string | undefined; readonly again: () => void }) => (
  <main className="waiting">
    <h1>Pretend DingTalk</h1>
    {trouble === undefined ? <p role="status">Waking the cast…</p> : <p role="alert">{trouble}</p>}
    {trouble !== undefined && (
      <button type="button" className="button" onClick={again}>
        Try again
      </button>
    )}
  </main>
);

type Theme = 'light' | 'dark';

function useTheme(): [Theme, (theme: Theme) => void] {
  const [wish, setWish] = useKept<Theme | null>('theme', null);
  const dark = useSyncExternalStore(watchDark, () => matchMedia(DARK).matches);
  const theme = wish ?? (dark ? 'dark' : 'light');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, setWish];
}

const DARK = '(prefers-color-scheme: dark)';
const watchDark = (tell: () => void) => {
  const query = matchMedia(DARK);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
};
