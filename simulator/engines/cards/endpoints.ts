import { type Endpoint, post, put } from '../endpoint.ts';
import type { CardDeck } from './deck.ts';
import type { HttpCallbacks } from './http-callbacks.ts';

const write = { scope: 'Card.Instance.Write' };

export const cardEndpoints = (deck: CardDeck, callbacks: HttpCallbacks): readonly Endpoint[] => [
  post('/v1.0/card/instances', (call) => ({ success: true, result: deck.create(call, call.body).outTrackId }), write),
  put(
    '/v1.0/card/instances',
    (call) => {
      deck.update(call, call.body);
      return { success: true, result: true };
    },
    write,
  ),
  post('/v1.0/card/instances/deliver', (call) => ({ success: true, result: deck.deliver(call, call.body) }), write),
  post(
    '/v1.0/card/instances/createAndDeliver',
    (call) => {
      const deliverResults = deck.createAndDeliver(call, call.body);
      return { success: true, result: { outTrackId: call.body.outTrackId, deliverResults } };
    },
    write,
  ),
  put(
    '/v1.0/card/instances/spaces',
    (call) => {
      deck.addSpaces(call, call.body);
      return { success: true, result: true };
    },
    write,
  ),
  put(
    '/v1.0/card/streaming',
    (call) => {
      deck.stream(call, call.body);
      return { success: true, result: true };
    },
    { scope: 'Card.Streaming.Write' },
  ),
  post(
    '/v1.0/card/callbacks/register',
    (call) => ({ success: true, result: callbacks.register(call.clientId, call.body) }),
    write,
  ),
];
