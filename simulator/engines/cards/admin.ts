import type { AdminEndpoint } from '../endpoint.ts';
import { asWire, needText } from '../wire.ts';
import type { CardDeck } from './deck.ts';
import type { HttpCallbacks } from './http-callbacks.ts';
import { ACTION_TOPIC, type Looking } from './looking.ts';
import type { CardStage } from './stage.ts';
import { tap } from './tap.ts';

/** The console's import of templates, and thumbs on buttons. */
export const cardAdmin = (
  deck: CardDeck,
  looking: Looking,
  stage: CardStage,
  callbacks: HttpCallbacks,
): readonly AdminEndpoint[] => [
  {
    method: 'POST',
    path: '/sim/api/templates',
    run: ({ body }) => ({ id: deck.importTemplate(body.template ?? body).id }),
  },
  {
    method: 'POST',
    path: '/sim/api/tap',
    run: ({ body }) => {
      const asked = {
        userId: needText(body, 'userId', 'userId'),
        outTrackId: needText(body, 'outTrackId', 'outTrackId'),
        actionId: needText(body, 'actionId', 'actionId'),
        params: asWire(body.params),
      };
      return tap(asked, deck, looking, stage, (card, data) =>
        card.callback === 'HTTP'
          ? callbacks.call(card, data, stage.now())
          : stage.push(card.clientId, ACTION_TOPIC, data),
      );
    },
  },
];
