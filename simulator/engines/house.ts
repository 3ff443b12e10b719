import type { CardStage } from './cards/stage.ts';

/** An app as the console knows it. */
export type KnownApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly corpId: string;
  readonly name: string;
};

/** Everything the engines ask of the world together: the stage of the cards, and which apps there are. */
export interface House extends CardStage {
  app(clientId: string): KnownApp | undefined;
}
