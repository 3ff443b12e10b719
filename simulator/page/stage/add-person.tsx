import { keyOf } from '../world/people.ts';
import type { Who, World } from '../world/shapes.ts';

type Props = { readonly world: World; readonly here: readonly Who[]; readonly onAdd: (who: Who) => void };

/** Everybody of the cast who has no phone on stage yet, by organisation. */
export function AddPerson({ world, here, onAdd }: Props) {
  const present = new Set(here.map(keyOf));
  const choose = (key: string) => {
    const who = world.corps
      .flatMap((corp) => corp.users.map(({ userId }) => ({ corpId: corp.corpId, userId })))
      .find((one) => keyOf(one) === key);
    if (who !== undefined) onAdd(who);
  };
  return (
    <select
      className="tool add-person"
      aria-label="Add a person"
      value=""
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">＋ Add a person</option>
      {world.corps.map((corp) => (
        <optgroup key={corp.corpId} label={corp.name}>
          {corp.users
            .map((user) => ({ user, key: keyOf({ corpId: corp.corpId, userId: user.userId }) }))
            .filter(({ key, user }) => !present.has(key) && user.active !== false)
            .map(({ user, key }) => (
              <option key={key} value={key}>
                {[user.name, user.nameZh].filter(Boolean).join(' ')}
                {user.title ? ` · ${user.title}` : ''}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
