import type { HandoverOfPlace } from '#src/contract/handover.ts';
import { useHandover } from '../../api/shifts.ts';
import { HandoverIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { HandoverPart } from './handover-part.tsx';
import { ShiftPanel } from './shift-panel.tsx';
import { TakeAll } from './take-all.tsx';

/** What the shift has in hand: what nobody took stands first, then what is to be taken, what came since, what is taken. */
export function HandoverScreen() {
  const say = useSay();
  const { data, error, refetch } = useHandover();
  return (
    <Screen title={say('handover.title')} deep>
      {data ? (
        <Places places={data.places} />
      ) : error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

const Places = ({ places }: { readonly places: readonly HandoverOfPlace[] }) => {
  const say = useSay();
  if (places.length === 0)
    return (
      <State icon={<HandoverIcon size={44} />} title={say('handover.nowhere')} help={say('handover.nowhere.help')} />
    );
  return (
    <div className="stack">
      {places.map((place) => (
        <Place key={place.institution} place={place} />
      ))}
    </div>
  );
};

function Place({ place }: { readonly place: HandoverOfPlace }) {
  const say = useSay();
  const of = (standing: HandoverOfPlace['lines'][number]['standing']) =>
    place.lines.filter((line) => line.standing === standing);
  return (
    <div className="handover">
      <div className="stack handover__side">
        <ShiftPanel place={place} />
        <TakeAll place={place} />
      </div>
      <div className="stack">
        {place.lines.length === 0 && (
          <State icon={<HandoverIcon size={44} />} title={say('handover.empty')} help={say('handover.empty.help')} />
        )}
        {(['escalated', 'waiting', 'new', 'taken'] as const).map((part) => (
          <HandoverPart key={part} part={part} place={place} lines={of(part)} />
        ))}
      </div>
    </div>
  );
}
