import { useState } from 'react';
import { CloseIcon } from '../looks/icons.tsx';
import { tell, wordsOf } from '../world/ask.ts';
import { exactTimeOf, fullTimeOf } from '../world/hong-kong-time.ts';
import type { App, World } from '../world/shapes.ts';
import { KNOBS, type Knob, setting, valueOf } from './fault-words.ts';
import { Journal } from './journal.tsx';

type Props = {
  readonly world: World;
  readonly now: number;
  readonly onClose: () => void;
  readonly onChanged: () => void;
};

/** The quiet drawer: the clock, the line, the quota, what can go wrong, and what has happened. */
export function Weather({ world, now, onClose, onChanged }: Props) {
  const [said, setSaid] = useState('');
  const act = (name: string, body: object, done: string) =>
    void tell(name, body)
      .then(() => setSaid(done))
      .catch((trouble: unknown) => setSaid(wordsOf(trouble)))
      .finally(onChanged);

  return (
    <aside className="weather" aria-label="Weather" onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <header>
        <h2>Weather</h2>
        <button type="button" className="tool" aria-label="Close the weather" onClick={onClose}>
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
          <Line
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
              onSet={(value) => act('faults', setting(knob, value), knob.words)}
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

function Line({
  app,
  of,
  onDisconnect,
}: {
  readonly app: App;
  readonly of: string;
  readonly onDisconnect: () => void;
}) {
  const { api, apiLimit, push, pushLimit } = app.quota;
  const heard = app.connections > 0;
  return (
    <div className="line-of-app">
      <p>
        <b>{app.name}</b> <small>{of}</small>
      </p>
      <p className={heard ? 'is-up' : 'is-down'}>
        {heard ? `● ${app.connections} connected` : '○ nobody listens: start Baton, then the bot answers'}
      </p>
      {[['API calls this month', api, apiLimit] as const, ['Pushes this month', push, pushLimit] as const].map(
        ([label, used, limit]) => (
          <label key={label} className="quota">
            <span>
              {label}{' '}
              <small>
                {used} of {limit}
              </small>
            </span>
            <meter min={0} max={limit || 1} high={(limit || 1) * 0.8} value={used} />
          </label>
        ),
      )}
      <button type="button" className="button" disabled={!heard} onClick={onDisconnect}>
        Tell it to reconnect
      </button>
    </div>
  );
}

type KnobProps = {
  readonly knob: Knob;
  readonly value: unknown;
  readonly now: number;
  readonly onSet: (value: unknown) => void;
};

function KnobRow({ knob, value, now, onSet }: KnobProps) {
  const { kind, words } = knob;
  if (kind === 'switch')
    return (
      <label className="knob">
        <span>{words}</span>
        <input
          type="checkbox"
          role="switch"
          checked={value === true}
          onChange={({ target }) => onSet(target.checked)}
        />
      </label>
    );
  if (kind === 'for-a-minute') {
    const until = typeof value === 'number' && value > now ? value : undefined;
    return (
      <label className="knob">
        <span>
          {words} {until !== undefined && <small>until {exactTimeOf(until)}</small>}
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={until !== undefined}
          onChange={({ target }) => onSet(target.checked ? now + 60_000 : 0)}
        />
      </label>
    );
  }
  return (
    <label className="knob">
      <span>{words}</span>
      <input
        type="number"
        min={0}
        step={kind === 'ms' ? 500 : 1}
        value={typeof value === 'number' ? value : 0}
        onChange={({ target }) => onSet(Math.max(0, Number(target.value)))}
      />
    </label>
  );
}
