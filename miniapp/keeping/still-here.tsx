import { spokenTime } from '../parts/hong-kong-time.ts';
import { useNow } from '../parts/use-now.ts';
import { useSpeech } from '../words/words.ts';
import type { Kept } from './use-kept.ts';

/** Says that the words in the field were typed before, and lets them go. */
export function StillHere({ kept }: { readonly kept: Kept }) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (kept.from === undefined || !kept.text) return null;
  const at = spokenTime(new Date(kept.from).toISOString(), now, language, say);
  return (
    <p className="row small" role="status">
      <span>{say('kept.here', { at })}</span>
      <button type="button" className="button button--quiet" onClick={kept.forget}>
        {say('kept.discard')}
      </button>
    </p>
  );
}
