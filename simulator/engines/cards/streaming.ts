import { refuse } from '../refusal.ts';
import { flag, needText, text, type Wire } from '../wire.ts';
import type { Card } from './card.ts';

/** One piece of a text that grows on the card while it is being written. */
export type Piece = {
  readonly outTrackId: string;
  readonly guid: string;
  readonly key: string;
  readonly content: string;
  readonly isFull: boolean;
  readonly isFinalize: boolean;
  readonly isError: boolean;
};

const PIECE_BYTES = 1024;

export function pieceOf(body: Wire): Piece {
  const content = text(body, 'content') ?? '';
  if (Buffer.byteLength(content) > PIECE_BYTES) refuse('param.stream.contentTooLong', 'one piece has at most 1 KB');
  return {
    outTrackId: needText(body, 'outTrackId', 'param.outTrackIdEmpty'),
    guid: needText(body, 'guid', 'param.stream.guidEmpty'),
    key: needText(body, 'key', 'param.stream.keyEmpty'),
    content,
    isFull: flag(body, 'isFull'),
    isFinalize: flag(body, 'isFinalize'),
    isError: flag(body, 'isError'),
  };
}

/** `flowStatus` is what DingTalk's own streaming templates show: 2 being written, 3 finished, 5 failed. */
export const withPiece = (card: Card, piece: Piece, now: number): Card => ({
  ...card,
  shared: {
    ...card.shared,
    [piece.key]: piece.isFull ? piece.content : (card.shared[piece.key] ?? '') + piece.content,
    flowStatus: piece.isError ? '5' : piece.isFinalize ? '3' : '2',
  },
  updatedAt: now,
});
