import { Avatar } from '../looks/avatar.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { fullTimeOf, timeOf } from '../world/hong-kong-time.ts';
import { useList } from './use-list.ts';

/** The workbench: the mini-apps of the organisation, today's visits, and the work notices. */
export function Workbench() {
  const { corp, open } = usePhone();
  const { items: visits } = useList('calendar');
  const { items: notices } = useList('notices');
  return (
    <div className="room">
      <header className="room-bar is-plain">
        <div>
          <h3>Workbench</h3>
          <p>{corp.name}</p>
        </div>
      </header>
      <div className="room-body">
        <ul className="apps" aria-label="Mini-apps">
          {corp.apps.map((app) => (
            <li key={app.clientId}>
              <button
                type="button"
                disabled={!app.homeUrl}
                onClick={() => app.homeUrl && open({ url: app.homeUrl, fromWorkbench: true })}
              >
                <Avatar name={app.name} kind="robot" size="l" />
                <span>{app.name}</span>
                {!app.homeUrl && <small>has no home page yet</small>}
              </button>
            </li>
          ))}
        </ul>
        <h4 className="shelf">Calendar</h4>
        {visits?.length === 0 && <p className="nothing">Nothing booked.</p>}
        <ul className="list" aria-label="Calendar">
          {visits?.map(({ id, title, at, until, words, done }) => (
            <li key={id} className={done ? 'is-done' : ''}>
              <b>{title}</b>
              {at !== undefined && (
                <small>
                  {fullTimeOf(at)}
                  {until !== undefined && `–${timeOf(until)}`}
                </small>
              )}
              {words && <p>{words}</p>}
            </li>
          ))}
        </ul>
        <h4 className="shelf">Work notices</h4>
        {notices?.length === 0 && <p className="nothing">No notices.</p>}
        <ul className="list" aria-label="Work notices">
          {notices?.map(({ id, title, words, at, url, buttons }) => (
            <li key={id}>
              <b>{title || 'Notice'}</b>
              {at !== undefined && <small>{fullTimeOf(at)}</small>}
              {words && <p>{words}</p>}
              {(buttons.length > 0 ? buttons : url ? [{ title: 'Open', url }] : []).map((button) => (
                <button key={button.url} type="button" className="button" onClick={() => open({ url: button.url })}>
                  {button.title}
                </button>
              ))}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
