import { usePhone } from '../phone/phone-context.ts';
import { path, tell, wordsOf } from '../world/ask.ts';
import { fullTimeOf } from '../world/hong-kong-time.ts';
import { nameOf } from '../world/people.ts';
import type { Approval } from '../world/shapes.ts';
import { useAsked } from '../world/use-asked.ts';
import { standing } from './standing.ts';
import { useList } from './use-list.ts';

type Props = { readonly onOpen: (processInstanceId: string) => void };

/** What waits for this person's hand: approvals to sign, to-dos to tick. */
export function ToDoTab({ onOpen }: Props) {
  const { who, corp, open, toast } = usePhone();
  const { data } = useAsked<{ approvals: readonly Approval[] }>(
    path('approvals', who),
    ({ kind, corpId }) =>
      (corpId === undefined || corpId === who.corpId) && !/journal|fault|quota|message|card/.test(kind),
  );
  const { items: todos, again } = useList('todos');
  const mineFirst = [...(data?.approvals ?? [])].sort(
    (one, other) => Number(other.mine === 'sign') - Number(one.mine === 'sign') || other.createdAt - one.createdAt,
  );

  const openFirst = todos?.toSorted((one, other) => Number(one.done) - Number(other.done));

  const tick = (taskId: string, done: boolean) =>
    void tell('todo-done', { ...who, taskId, done })
      .then(again)
      .catch((trouble: unknown) => toast(wordsOf(trouble), false));

  return (
    <div className="room">
      <header className="room-bar is-plain">
        <div>
          <h3>Approvals & to-do</h3>
          <p>What waits for your hand</p>
        </div>
      </header>
      <div className="room-body">
        <h4 className="shelf">Approvals</h4>
        {data === undefined && (
          <p className="nothing" role="status">
            Looking…
          </p>
        )}
        {data?.approvals.length === 0 && <p className="nothing">Nothing to sign.</p>}
        <ul className="list" aria-label="Approvals">
          {mineFirst.map((approval) => {
            const { processInstanceId, title, originator, createdAt } = approval;
            const { words, tone } = standing(approval);
            return (
              <li key={processInstanceId}>
                <button type="button" className="row-button" onClick={() => onOpen(processInstanceId)}>
                  <b>{title}</b>
                  <small>
                    {nameOf(corp, originator)}, {fullTimeOf(createdAt)}
                  </small>
                  <span className={`standing is-${tone}`}>{words}</span>
                </button>
              </li>
            );
          })}
        </ul>
        <h4 className="shelf">To-do</h4>
        {todos?.length === 0 && <p className="nothing">All done.</p>}
        <ul className="list" aria-label="To-do">
          {openFirst?.map(({ id, title, words, at, done, url }) => (
            <li key={id} className={done ? 'is-done' : ''}>
              <label className="is-tick">
                <input type="checkbox" checked={done} onChange={({ target }) => tick(id, target.checked)} />
                <b>{title}</b>
              </label>
              {at !== undefined && <small>by {fullTimeOf(at)}</small>}
              {words && <p>{words}</p>}
              {url && (
                <button type="button" className="button" onClick={() => open({ url })}>
                  Open
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
