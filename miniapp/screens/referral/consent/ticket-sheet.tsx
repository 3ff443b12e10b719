import { useEffect, useRef } from 'react';
import type { ConsentPanelShown } from '#src/contract/consent.ts';
import { useConsent, useTicket } from '../../../api/consents.ts';
import { spokenTime } from '../../../parts/hong-kong-time.ts';
import { Sheet } from '../../../parts/sheet.tsx';
import { TroubleNotice, Waiting } from '../../../parts/standings.tsx';
import { useNow } from '../../../parts/use-now.ts';
import { useSpeech } from '../../../words/words.ts';

type Props = {
  readonly id: string;
  readonly kind: 'decide' | 'withdraw';
  readonly panel: ConsentPanelShown;
  readonly onClose: () => void;
};

/** The screen the patient is shown: a QR for their own phone, and the code for whoever has none to scan with. */
export function TicketSheet({ id, kind, panel, onClose }: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { data: ticket, error, mutate } = useTicket(id);
  const { data: fresh } = useConsent(id, true);
  const before = useRef(panel.last?.at);
  useEffect(() => mutate(kind), [mutate, kind]);
  const answered = fresh?.last?.at !== before.current;
  return (
    <Sheet title={say('consent.qr.title')} onClose={onClose}>
      {error && <TroubleNotice error={error} />}
      {!ticket && !error && <Waiting />}
      {answered && (
        <p role="status">
          <strong>{say('consent.qr.answered')}</strong>
        </p>
      )}
      {ticket && !answered && (
        <>
          <img
            className="qr"
            src={`data:image/svg+xml,${encodeURIComponent(ticket.svg)}`}
            alt={say('consent.qr.alt')}
            width="260"
            height="260"
          />
          <p className="qr__code">{`${ticket.code.slice(0, 4)} ${ticket.code.slice(4)}`}</p>
          <p>{say('consent.qr.help', { address: ticket.address })}</p>
          {ticket.until && (
            <p className="soft">{say('consent.qr.until', { at: spokenTime(ticket.until, now, language, say) })}</p>
          )}
        </>
      )}
      <button type="button" className="button button--wide" onClick={onClose}>
        {say('app.close')}
      </button>
    </Sheet>
  );
}
