import { useSay } from '../words/words.ts';
import type { Walking } from './use-walk.ts';

/** Who looks together, who leads, and how to change that. */
export function WalkBar({ walking }: { readonly walking: Walking }) {
  const say = useSay();
  const { isIn, leads, leader, asks, isAsking, people } = walking;
  if (!isIn)
    return (
      <div className={leader ? 'walk walk--calls' : 'walk'} role="status">
        {leader && <span>{say('images.walk.goes-on', { name: leader })}</span>}
        <button type="button" className={leader ? 'button button--main' : 'button'} onClick={walking.join}>
          {say(leader ? 'images.walk.join' : 'images.walk.begin')}
        </button>
      </div>
    );
  return (
    <div className="walk walk--in" role="status">
      <span>
        {leads
          ? people.length > 1
            ? say('images.walk.you-lead', { names: people.join(', ') })
            : say('images.walk.alone')
          : say('images.walk.leads', { name: leader ?? '' })}
      </span>
      {leads && asks && (
        <button type="button" className="button button--main" onClick={() => walking.give(asks.person)}>
          {say('images.walk.hand-over', { name: asks.name })}
        </button>
      )}
      {!leads && (
        <button type="button" className="button" aria-disabled={isAsking} onClick={walking.ask}>
          {say(isAsking ? 'images.walk.asked' : 'images.walk.ask')}
        </button>
      )}
      <button type="button" className="button button--quiet" onClick={walking.leave}>
        {say('images.walk.leave')}
      </button>
    </div>
  );
}
