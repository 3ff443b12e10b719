import type { Scene } from '../scene.ts';
import type { Delivery, Space } from './spaces.ts';

/** What lies in a conversation when a card is delivered to it. */
export type Placement = {
  readonly corpId: string;
  readonly clientId: string;
  readonly space: Space;
  readonly outTrackId: string;
  readonly delivery: Delivery;
  readonly atUserIds: readonly string[];
  /** What a lock screen shows. */
  readonly pushText: string;
  /** What the list of conversations shows. */
  readonly summary: string;
  readonly supportForward: boolean;
};

/** Either the message that carries the card, or why the space does not take it. */
export type PlacedResult = { readonly carrierId: string } | { readonly errorMsg: string };

/** What cards need from the world besides the scene. */
export interface CardStage extends Scene {
  place(placement: Placement): PlacedResult;
  /** May this person see the card's message in any of its places? */
  mayLook(corpId: string, outTrackId: string, userId: string): boolean;
  /** Sends a callback over the app's stream; undefined when nobody answered. */
  push(clientId: string, topic: string, data: object): Promise<unknown>;
  /** Waits in the time people live in: a phone's two seconds do not stand still with a fake clock. */
  within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer | undefined>;
  isUnpublished(templateId: string): boolean;
  isRefused(words: string): boolean;
}
