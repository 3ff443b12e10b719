import type { HandoverLine, HandoverOfPlace } from '#src/contract/handover.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { ClockIcon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';
import { HandoverCard } from './handover-card.tsx';

type Props = {
  readonly part: HandoverLine['standing'];
  readonly place: HandoverOfPlace;
  readonly lines: readonly HandoverLine[];
};

/** One part of the list, with what its deadline means in words. An empty part is not there. */
export function HandoverPart({ part, place, lines }: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (lines.length === 0) return null;
  const title = say(`handover.part.${part}`);
  return (
    <section aria-label={title}>
      <h2 className="handover__part">
        {title} <span className="soft">{lines.length}</span>
      </h2>
      {part === 'waiting' && place.limit && (
        <p className="small soft handover__limit">
          <ClockIcon size={16} />
          {say('handover.limit', { at: spokenTime(place.limit, now, language, say) })}
        </p>
      )}
      {part === 'escalated' && <p className="small late">{say('handover.limit.over')}</p>}
      <ul className="lines">
        {lines.map((line) => (
          <HandoverCard key={line.id} institution={place.institution} line={line} />
        ))}
      </ul>
    </section>
  );
}
