import { useState } from 'react';
import type { SwitchReason } from '#src/contract/admin.ts';
import { useAdminDeeds } from '../../api/admin.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { Choice, Words } from '../privacy/fields.tsx';

const reasons: Readonly<Record<'person' | 'place', readonly SwitchReason[]>> = {
  person: ['lost-device', 'misuse', 'away', 'left', 'other'],
  place: ['misuse', 'closed', 'other'],
};

type Props = {
  readonly kind: 'person' | 'place';
  readonly id: string;
  readonly name: string;
  readonly close: () => void;
};

/** Says what will happen, asks why, and does it. */
export function SwitchSheet({ kind, id, name, close }: Props) {
  const say = useSay();
  const { off } = useAdminDeeds();
  const [reason, setReason] = useState<SwitchReason>(reasons[kind][0] ?? 'other');
  const [words, setWords] = useState('');
  const ready = !off.isPending && (reason !== 'other' || words.trim() !== '');
  return (
    <Sheet title={say('admin.off.sure', { name })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) off.mutate({ kind, id, reason, ...(words.trim() ? { words } : {}) }, { onSuccess: close });
        }}
      >
        <p>{say(`admin.off.${kind}.help`)}</p>
        <Choice
          label={say('admin.off.why')}
          value={reason}
          options={reasons[kind].map((one) => ({ value: one, words: say(`admin.reason.${one}`) }))}
          onChange={setReason}
        />
        <Words label={say('admin.off.words')} value={words} onChange={setWords} />
        {off.error && <TroubleNotice error={off.error} />}
        <div className="row">
          <button type="submit" className="button button--main" aria-disabled={!ready}>
            {say('admin.off.yes')}
          </button>
          <button type="button" className="button" onClick={close}>
            {say('app.cancel')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
