import { useEffect, useRef, useState } from 'react';
import { CloseIcon } from '../looks/icons.tsx';
import { tell, wordsOf } from '../world/ask.ts';
import { fullTimeOf } from '../world/hong-kong-time.ts';
import type { World } from '../world/shapes.ts';
import { AppLine } from './app-line.tsx';
import { KNOBS, setting, valueOf } from './fault-words.ts';
import { Journal } from './journal.tsx';
import { KnobRow } from './knob-row.tsx';

type Props = {
  readonly world: World;
  readonly now: number;
  readonly onClose: () => void;
  readonly onChanged: () => void;
};

/** The quiet drawer: the clock, the line, the quota, what can go wrong, and what has happened. */
export function Weather({ world, now, onClose, onChanged }: Props) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    // the counters of the month move with every call: they are looked at, not told
    const timer = setInterval(onChanged, 3000);
    return () => clearInterval(timer);
  }, [onChanged]);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const act = (name: string, body: object, done: string) =>
    void tell(name, body)
      .then(() => setSaid(done))
      .catch((trouble: unknown) => setSaid(wordsOf(trouble)))
      .finally(onChanged);

  return (
    <aside className="weather" aria-label="Weather" onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <header>
        <h2>Weather</h2>
        <button ref={close} type="button" className="tool" aria-label="Close the weather" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <p className="said" role="status">
        {said}
      </p>

      <h3>Clock</h3>
      <p>
        {fullTimeOf(now)} <small>{world.clock === 'fake' ? 'set by hand' : 'real time'}</small>
      </p>
      {world.clock === 'fake' ? (
        <div className="row">
          {[
            ['1 min', 60_000],
            ['15 min', 900_000],
            ['1 hour', 3_600_000],
            ['1 day', 86_400_000],
          ].map(([label, advanceMs]) => (
            <button
              key={label}
              type="button"
              className="button"
              onClick={() => act('clock', { advanceMs }, `${label} later`)}
            >
              +{label}
            </button>
          ))}
        </div>
      ) : (
        <p className="nothing">
          Start with <code>--clock</code> to move time by hand.
        </p>
      )}

      <h3>Bots and quota</h3>
      {world.corps.flatMap((corp) =>
        corp.apps.map((app) => (
          <AppLine
            key={app.clientId}
            app={app}
            of={corp.name}
            onDisconnect={() => act('disconnect', { clientId: app.clientId }, 'Told to reconnect')}
          />
        )),
      )}

      <h3>What can go wrong</h3>
      {KNOBS.map(({ title, knobs }) => (
        <fieldset key={title} className="knobs">
          <legend>{title}</legend>
          {knobs.map((knob) => (
            <KnobRow
              key={knob.name + (knob.key ?? '')}
              knob={knob}
              value={valueOf(world.faults, knob)}
              now={now}
              onSet={(value) => act('faults', setting(world.faults, knob, value), knob.words)}
            />
          ))}
        </fieldset>
      ))}
      <button type="button" className="button" onClick={() => act('faults', { reset: true }, 'Fair weather again')}>
        Fair weather again
      </button>

      <h3>Journal</h3>
      <Journal />

      <h3>Links</h3>
      <ul className="links">
        <li>
          <a href="sim/api/state">The world as JSON</a>
        </li>
        <li>
          <a href="sim/api/journal">The whole journal as JSON</a>
        </li>
      </ul>
    </aside>
  );
}
