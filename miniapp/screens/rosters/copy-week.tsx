import { useCopyWeek } from '../../api/shifts.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

type Props = { readonly institution: string; readonly monday: string; readonly week: string | undefined };

/** Most weeks are like the one before: what nobody planned yet is planned so, by one tap. What stands, stays. */
export function CopyWeek({ institution, monday, week }: Props) {
  const say = useSay();
  const copy = useCopyWeek(week);
  return (
    <div className="stack stack--tight">
      <div>
        <button
          type="button"
          className="button"
          aria-disabled={copy.isPending}
          onClick={() =>
            !copy.isPending &&
            copy.mutate(
              { institution, day: monday },
              {
                onSuccess: ({ copied }) =>
                  tell(copied > 0 ? say('roster.copied', { n: copied }) : say('roster.copied.none')),
              },
            )
          }
        >
          {say('roster.copy')}
        </button>
      </div>
      {copy.error && <TroubleNotice error={copy.error} />}
    </div>
  );
}
