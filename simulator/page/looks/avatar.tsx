import { colourOf, initialsOf } from '../world/people.ts';

type Props = { readonly name: string; readonly kind?: 'user' | 'robot' | 'group'; readonly size?: 's' | 'm' | 'l' };

/** A drawn face: initials for people, a baton for the bot, two heads for a group. The name beside it says who it is. */
export const Avatar = ({ name, kind = 'user', size = 'm' }: Props) => (
  <span
    className={`avatar avatar-${size} ${kind === 'user' ? `hue-${colourOf(name)}` : `avatar-${kind}`}`}
    aria-hidden="true"
  >
    {kind === 'user' ? initialsOf(name) : kind === 'robot' ? <BatonMark /> : <GroupMark />}
  </span>
);

const BatonMark = () => (
  <svg viewBox="0 0 24 24" width="60%" height="60%">
    <path d="M7 17 17 7" stroke="currentColor" strokeWidth="4.5" strokeLinecap="round" />
    <path d="M13.2 7.2l3.6 3.6" stroke="var(--mark-cut)" strokeWidth="1.6" />
  </svg>
);

const GroupMark = () => (
  <svg viewBox="0 0 24 24" width="62%" height="62%" fill="currentColor">
    <circle cx="9" cy="9" r="3.4" />
    <path d="M2.6 19c.3-3.6 2.9-5.6 6.4-5.6s6.1 2 6.4 5.6z" />
    <circle cx="17" cy="10" r="2.6" opacity=".75" />
    <path d="M16.6 14c2.900-.2 4.700 1.600 5 4.400h-4.200c-.1-1.700-.7-3.200-1.900-4.200z" opacity=".75" />
  </svg>
);
