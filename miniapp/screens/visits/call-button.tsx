import { usePhone } from '../../api/visits.ts';
import { CallIcon } from '../../parts/icons.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** The number comes by a tap, which is noted; then it can be called from a phone. It goes with the line. */
export function CallButton({ referral }: { readonly referral: string }) {
  const say = useSay();
  const phone = usePhone(referral);
  if (phone.data)
    return (
      <span className="row">
        <a className="button visit__phone" href={`tel:${phone.data.phone.replace(/[^+\d]/g, '')}`}>
          <CallIcon />
          {phone.data.phone}
        </a>
        <span className="soft small" role="status">
          {say('visits.call.noted')}
        </span>
      </span>
    );
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={phone.isPending}
        onClick={() => !phone.isPending && phone.mutate()}
      >
        <CallIcon />
        {say('visits.call')}
      </button>
      {phone.error && <TroubleNotice error={phone.error} />}
    </>
  );
}
