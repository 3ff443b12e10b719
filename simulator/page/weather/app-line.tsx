import type { App } from '../world/shapes.ts';

/** One bot: does anybody listen, and how much of the month is used up. */
export function AppLine({
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
