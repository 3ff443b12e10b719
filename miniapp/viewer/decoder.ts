type Decoder = typeof import('./stage.ts');

let loading: Promise<Decoder> | undefined;

/** The decoder and renderer are large: they come when the room is open and its first picture stands. A load that failed is tried again. */
export function decoder(): Promise<Decoder> {
  loading ??= import('./stage.ts').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Forgets every decoded picture: the room is left, or consent has ended. */
export const forgetPictures = (): void => void loading?.then((one) => one.forgetPictures()).catch(() => undefined);
