import type { ReactNode } from 'react';
import type { Me } from '#src/contract/session.ts';
import type { Key } from '../words/words.ts';
import {
  AskIcon,
  ChartIcon,
  DrillIcon,
  EyeIcon,
  HandoverIcon,
  HouseIcon,
  RosterIcon,
  RuleIcon,
  SettingsIcon,
  ShieldIcon,
  UrgentIcon,
  VisitIcon,
} from './icons.tsx';

/** One further screen of the mini-app: where it is, what it is called, and who is shown the way. The service itself decides who may enter. */
type Place = {
  readonly href: `/${string}`;
  readonly key: Key;
  readonly Icon: (look: { readonly size?: number }) => ReactNode;
  readonly whom: (me: Me) => boolean;
};

const anybody = () => true;
/** Who holds one of these roles at any institution. */
const holding =
  (...wanted: readonly string[]) =>
  (me: Me) =>
    me.works.some(({ roles }) => roles.some((one) => wanted.includes(one)));
const care = holding('clinician', 'consultant', 'nurse', 'coordinator');
const planners = holding('clinician', 'consultant', 'nurse', 'coordinator', 'administrator');
const doctors = holding('clinician', 'consultant');
const carers = holding('clinician', 'consultant', 'nurse', 'coordinator');

/** The further screens, in the order in which they are read: care first, then duties, then one's own settings. A new screen is one line here. */
const places = [
  { href: '/handover', key: 'handover.title', Icon: HandoverIcon, whom: care },
  { href: '/rosters', key: 'roster.title', Icon: RosterIcon, whom: planners },
  { href: '/consultation', key: 'consultation.title', Icon: AskIcon, whom: carers },
  { href: '/visits', key: 'visits.title', Icon: VisitIcon, whom: carers },
  { href: '/emergency', key: 'emergency.title', Icon: UrgentIcon, whom: doctors },
  { href: '/reviews', key: 'reviews.link', Icon: EyeIcon, whom: holding('privacy-officer') },
  { href: '/privacy', key: 'privacy.link', Icon: ShieldIcon, whom: holding('privacy-officer', 'records', 'auditor') },
  { href: '/rules', key: 'rules.title', Icon: RuleIcon, whom: holding('administrator') },
  {
    href: '/figures',
    key: 'figures.title',
    Icon: ChartIcon,
    whom: holding('coordinator', 'consultant', 'administrator'),
  },
  { href: '/drill', key: 'drill.title', Icon: DrillIcon, whom: holding('consultant', 'administrator') },
  { href: '/admin', key: 'admin.title', Icon: HouseIcon, whom: holding('administrator', 'privacy-officer') },
  { href: '/settings', key: 'nav.settings', Icon: SettingsIcon, whom: anybody },
] as const satisfies readonly Place[];

/** The further screens of this person; of nobody, none. */
export const placesOf = (me: Me | undefined) => (me ? places.filter(({ whom }) => whom(me)) : []);
