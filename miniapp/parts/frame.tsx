import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useWork } from '../api/answers.ts';
import { useDesk } from '../desk.ts';
import { useSpeech } from '../words/words.ts';
import { spokenTime } from './hong-kong-time.ts';
import { FindIcon, MoreIcon, NewIcon, OfflineIcon, WorkIcon } from './icons.tsx';
import { placesOf } from './places.ts';
import { Said } from './said.tsx';
import { useShelf } from './shelf.ts';
import { useOnline } from './use-online.ts';

const tabs = [
  { href: '/', key: 'nav.work', Icon: WorkIcon },
  { href: '/new', key: 'nav.new', Icon: NewIcon },
  { href: '/find', key: 'nav.find', Icon: FindIcon },
  { href: '/more', key: 'nav.more', Icon: MoreIcon },
] as const;

/** Around every screen: four doors under the thumb on a phone; on a desk, at the side, with the further screens under them; and the truth about the network. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { say } = useSpeech();
  const [here] = useLocation();
  const { session } = useDesk();
  const deep = here.startsWith('/r/') || here.startsWith('/upload');
  const further = placesOf(session.me);
  const inMore = further.some(({ href }) => href === here);
  return (
    <div className={deep ? 'frame frame--deep' : 'frame'}>
      <a className="skip" href="#content">
        {say('app.skip')}
      </a>
      <nav className="nav" aria-label={say('nav.label')}>
        <span className="brand">
          <img src={`${import.meta.env.BASE_URL}baton.svg`} width="28" height="28" alt="" />
          Baton 接棒
        </span>
        {tabs.map(({ href, key, Icon }) => (
          <Link
            key={href}
            href={href}
            className={href === '/more' ? 'nav__more' : undefined}
            aria-current={here === href ? 'page' : href === '/more' && inMore ? 'true' : undefined}
          >
            <Icon size={22} />
            {say(key)}
          </Link>
        ))}
        <ul className="nav__further" aria-label={say('nav.further')}>
          {further.map(({ href, key, Icon }) => (
            <li key={href}>
              <Link href={href} aria-current={here === href ? 'page' : undefined}>
                <Icon size={20} />
                {say(key)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <NetworkBanner />
      <main className="main" id="content">
        {children}
      </main>
      <Said />
    </div>
  );
}

function NetworkBanner() {
  const { say, language } = useSpeech();
  const { live } = useDesk();
  const online = useOnline();
  const connected = useShelf(live.connected);
  const { dataUpdatedAt } = useWork();
  if (online && connected) return null;
  const at = spokenTime(new Date(dataUpdatedAt || Date.now()).toISOString(), new Date(), language, say);
  return (
    <div className="banner" role="status">
      <OfflineIcon size={18} />
      {online ? say('app.not-live') : say('app.offline', { at })}
    </div>
  );
}
