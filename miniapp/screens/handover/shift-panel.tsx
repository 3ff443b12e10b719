import type { HandoverOfPlace } from '#src/contract/handover.ts';
import type { Named } from '#src/contract/referral.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** The shift that runs: since when, until when, who is on duty, who covers. A roster that names nobody says so in words. */
export function ShiftPanel({ place }: { readonly place: HandoverOfPlace }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const time = (iso: string) => spokenTime(iso, now, language, say);
  const names = (people: readonly Named[]) =>
    people.map((name) => nameIn(language, name)).join(language === 'en' ? ', ' : '、');
  return (
    <section className="card" aria-label={nameIn(language, place.name)}>
      <h2>{nameIn(language, place.name)}</h2>
      <p>
        {place.at ? say('handover.since', { at: time(place.at) }) : say('handover.first', { at: time(place.next) })}
        {place.at && <span className="soft"> · {say('handover.next', { at: time(place.next) })}</span>}
      </p>
      {place.rostered ? (
        <dl className="pairs">
          <dt>{say('handover.on-duty')}</dt>
          <dd>{names(place.onDuty)}</dd>
          <dt>{say('handover.cover')}</dt>
          <dd>{place.cover.length > 0 ? names(place.cover) : say('handover.cover.none')}</dd>
        </dl>
      ) : (
        <p className="notice notice--doubt small">
          <DoubtIcon />
          <span>{say('handover.on-duty.none', { who: names(place.onDuty) })}</span>
        </p>
      )}
    </section>
  );
}
