import { useWithdraw } from '../../../api/consents.ts';
import { tell } from '../../../parts/said.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { TroubleNotice } from '../../../parts/standings.tsx';
import { useSay } from '../../../words/words.ts';

/** One step, asked once more because it cannot be undone by staff. */
export function WithdrawSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const say = useSay();
  const withdraw = useWithdraw(id);
  const onYes = () =>
    withdraw.mutate(undefined, {
      onSuccess: () => {
        tell(say('consent.done'));
        onClose();
      },
    });
  return (
    <Sheet title={say('consent.withdraw')} onClose={onClose}>
      <p>{say('consent.withdraw.sure')}</p>
      {withdraw.error && <TroubleNotice error={withdraw.error} />}
      <button
        type="button"
        className="button button--main button--wide"
        aria-disabled={withdraw.isPending}
        onClick={withdraw.isPending ? undefined : onYes}
      >
        {say('consent.withdraw.yes')}
      </button>
      <button type="button" className="button button--quiet button--wide" onClick={onClose}>
        {say('app.cancel')}
      </button>
    </Sheet>
  );
}
