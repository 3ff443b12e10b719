import { Link } from 'wouter';
import { useDesk } from '../../desk.ts';
import { placesOf } from '../../parts/places.ts';
import { Screen } from '../../parts/screen.tsx';
import { useSay } from '../../words/words.ts';

/** The further screens on a phone: large lines, one under the other. On a desk the same list stands at the side. */
export function MoreScreen() {
  const say = useSay();
  const { session } = useDesk();
  return (
    <Screen title={say('nav.more')}>
      <ul className="places narrow">
        {placesOf(session.me).map(({ href, key, Icon }) => (
          <li key={href}>
            <Link href={href} className="line place">
              <Icon size={22} />
              <strong>{say(key)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
