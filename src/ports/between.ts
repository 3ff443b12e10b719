/** What is heard of the line on which the instances of the service speak to each other. */
export type Ears = {
  /** The line stands (again): what is said from now on is heard by everybody. What was said before is lost. */
  readonly opened: () => void;
  /** Everybody hears everything in one order, their own words included. */
  readonly heard: (text: string) => void;
  /** The line is cut: nothing is heard, and nothing can be said, until it is opened again. */
  readonly closed: () => void;
};

/** What instances say: of passing things alone, never anything of a patient but ids. Nothing of it is kept. */
export type Topic = 'walks' | 'screens';

/** The instances of the service that work over one store. */
export type Between = {
  /** Up to 7,900 bytes; the same text twice may be heard once. `false`: nobody hears it, not even this instance. After `true` the line may still be cut before anybody hears it; then `closed` comes. */
  say(topic: Topic, text: string): boolean;
  /** One listener for each topic. */
  listen(topic: Topic, ears: Ears): void;
};
