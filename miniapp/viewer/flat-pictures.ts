import { boundHere, Near } from './near.ts';
import { NotGiven } from './not-come.ts';

const here = new Map<string, ImageBitmap>();
const coming = new Map<string, Promise<ImageBitmap>>();

/** Pictures that the service draws, by their address, in a bound of their own. */
export const nearFlat = new Near(boundHere(), (address) => {
  here.get(address)?.close();
  here.delete(address);
});

export const isFlatHere = (address: string): boolean => here.has(address);

/** One picture, decoded off the main thread. Rejects where it does not come or is none. */
export function loadFlat(address: string): Promise<ImageBitmap> {
  const kept = here.get(address);
  if (kept) return Promise.resolve(kept);
  const before = coming.get(address);
  if (before) return before;
  const load = fetchFlat(address).finally(() => coming.delete(address));
  coming.set(address, load);
  return load;
}

async function fetchFlat(address: string): Promise<ImageBitmap> {
  const answer = await fetch(address);
  if (!answer.ok) throw new NotGiven(answer.status);
  const picture = await createImageBitmap(await answer.blob());
  here.set(address, picture);
  nearFlat.came(address, picture.width * picture.height * 4);
  return picture;
}

/** Leave has ended, or the room is left: nothing of them stays, and what is on its way is dropped when it comes. */
export function forgetFlatPictures(of: (address: string) => boolean = () => true): void {
  for (const [address, picture] of [...here]) {
    if (!of(address)) continue;
    nearFlat.gone(address);
    picture.close();
    here.delete(address);
  }
}
