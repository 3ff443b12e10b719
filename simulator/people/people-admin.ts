import type { AdminEndpoint } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { flag, needText, text, type Wire } from '../engines/wire.ts';
import { need } from '../http/need.ts';
import type { World } from '../world/world.ts';
import { type Move, move } from './comings-and-goings.ts';
import { changeGroup } from './group-moves.ts';

/** What an administrator of an organisation does to its people and groups. */
export const peopleAdmin = (world: World): readonly AdminEndpoint[] => [
  { method: 'POST', path: '/sim/api/user', run: ({ body }) => changePerson(world, body) },
  { method: 'POST', path: '/sim/api/group', run: ({ body }) => changeGroup(world, body) },
];

function changePerson(world: World, body: Wire) {
  const [corpId = '', userId = ''] = need(body, 'corpId', 'userId');
  move(world, corpId, userId, moveIn(body));
  return { userId };
}

function moveIn(body: Wire): Move {
  const deed = text(body, 'do');
  if (deed === 'leave') return { do: 'leave' };
  if (deed === 'rename') return { do: 'rename', name: needText(body, 'name', 'missing') };
  if (deed === 'visible') return { do: 'visible', visible: flag(body, 'visible') };
  if (deed !== 'join') return refuse('missing', 'do is join, leave, rename or visible');
  const [name, title, unionId] = [text(body, 'name'), text(body, 'title'), text(body, 'unionId')];
  return {
    do: 'join',
    ...(name === undefined ? {} : { name }),
    ...(title === undefined ? {} : { title }),
    ...(unionId === undefined ? {} : { unionId }),
  };
}
