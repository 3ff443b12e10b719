/** The other instances of the service, and this one; see the port `Between`. */
export type Instances = {
  readonly say: (topic: 'walks' | 'screens', text: string) => boolean;
  readonly listen: (
    topic: 'walks' | 'screens',
    ears: { readonly opened: () => void; readonly heard: (text: string) => void; readonly closed: () => void },
  ) => void;
};

/** One instance that knows of no other. */
export const byItself: Instances = { say: () => false, listen: () => undefined };
