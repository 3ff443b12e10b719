import { useState } from 'react';
import { CloseIcon } from '../looks/icons.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { Sheet } from '../phone/sheet.tsx';
import { path, tell, wordsOf } from '../world/ask.ts';
import { fullTimeOf } from '../world/hong-kong-time.ts';
import { nameOf } from '../world/people.ts';
import type { Approval } from '../world/shapes.ts';
import { useAsked } from '../world/use-asked.ts';
import { standing } from './standing.ts';

type Props = { readonly processInstanceId: string; readonly onClose: () => void };

/** One approval: what is asked, who signs, and the two buttons. */
export function ApprovalSheet({ processInstanceId, onClose }: Props) {
  const { who, corp, open, toast, confirm } = usePhone();
  const { data, again } = useAsked<{ approvals: readonly Approval[] }>(
    path('approvals', who),
    ({ kind }) => !/journal|quota/.test(kind),
  );
  const [remark, setRemark] = useState('');
  const [busy, setBusy] = useState(false);
  const approval = data?.approvals.find((one) => one.processInstanceId === processInstanceId);

  const act = async (deed: 'approve' | 'withdraw', more: object, said: string) => {
    setBusy(true);
    try {
      await tell(deed, { ...who, processInstanceId, ...more });
      toast(said);
      again();
    } catch (trouble) {
      toast(wordsOf(trouble), false);
    } finally {
      setBusy(false);
    }
  };
  const decide = (result: 'agree' | 'refuse') =>
    void act(
      'approve',
      { result, ...(remark.trim() === '' ? {} : { remark: remark.trim() }) },
      result === 'agree' ? 'Agreed' : 'Refused',
    );

  return (
    <Sheet label="Approval" onClose={onClose}>
      <header className="room-bar">
        <div>
          <h3>{approval?.title ?? 'Approval'}</h3>
          {approval && (
            <p>
              {nameOf(corp, approval.originator)}, {fullTimeOf(approval.createdAt)}
            </p>
          )}
        </div>
        <button type="button" className="tool" aria-label="Close the approval" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {approval === undefined ? (
        <p className="nothing" role="status">
          {data ? 'This approval is gone.' : 'Opening…'}
        </p>
      ) : (
        <>
          <div className="room-body">
            <p className={`standing is-${standing(approval).tone}`}>{standing(approval).words}</p>
            <dl className="card-fields is-wide">
              {approval.values.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Value value={value} onLink={(url) => open({ url })} />
                  </dd>
                </div>
              ))}
            </dl>
            <h4 className="shelf">Who signs</h4>
            <ul className="list" aria-label="Who signs">
              {approval.tasks.map(({ taskId, userId, status, result }) => (
                <li key={taskId}>
                  <b>{nameOf(corp, userId)}</b>
                  <small>{signedWords(status, result)}</small>
                </li>
              ))}
            </ul>
          </div>
          {approval.url && (
            <footer className="decide">
              <button
                type="button"
                className="button is-primary"
                onClick={() => approval.url && open({ url: approval.url })}
              >
                Open the page of this approval
              </button>
            </footer>
          )}
          {approval.mine === 'sign' && !approval.url && (
            <footer className="decide">
              <label className="field">
                Remark (optional)
                <textarea rows={2} value={remark} onChange={({ target }) => setRemark(target.value)} />
              </label>
              <div className="row">
                <button type="button" className="button" disabled={busy} onClick={() => decide('refuse')}>
                  Refuse
                </button>
                <button type="button" className="button is-primary" disabled={busy} onClick={() => decide('agree')}>
                  Agree
                </button>
              </div>
            </footer>
          )}
          {approval.mine === 'started' && approval.status.toUpperCase() === 'RUNNING' && (
            <footer className="decide">
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() =>
                  void confirm('Withdraw this approval?', 'Withdraw').then((yes) =>
                    yes ? act('withdraw', {}, 'Withdrawn') : undefined,
                  )
                }
              >
                Withdraw
              </button>
            </footer>
          )}
        </>
      )}
    </Sheet>
  );
}

const signedWords = (status: string, result: string | null | undefined): string => {
  if (result?.toLowerCase() === 'agree') return 'agreed';
  if (result?.toLowerCase() === 'refuse') return 'refused';
  return /running|new/i.test(status) ? 'has not signed yet' : status.toLowerCase();
};

/** A form value; an address in it can be opened. */
function Value({ value, onLink }: { readonly value: unknown; readonly onLink: (url: string) => void }) {
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return (words ?? '').split(/(https?:\/\/\S+)/).map((piece, n) =>
    n % 2 === 1 ? (
      <button key={n} type="button" className="link" onClick={() => onLink(piece)}>
        {piece}
      </button>
    ) : (
      piece
    ),
  );
}
