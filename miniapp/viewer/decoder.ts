import { forgetFlatPictures } from './flat-pictures.ts';

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
export function forgetPictures(): void {
  forgetFlatPictures();
  void loading?.then((one) => one.forgetPictures()).catch(() => undefined);
}

/** Forgets these alone: slices by their names for the decoder, pictures of the service by their addresses. */
export function forgetThese(slices: readonly string[], addresses: readonly string[]): void {
  const gone = new Set(addresses);
  forgetFlatPictures((address) => gone.has(address));
  void loading?.then((one) => one.forgetSlices(slices)).catch(() => undefined);
}
