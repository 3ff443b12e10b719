import type { ImageSeries } from '#src/contract/images.ts';
import type { Client } from '../../api/client.ts';
import type { Say } from '../../words/words.ts';

/** A series in one line: what it is, what it calls itself, its day, how many pictures. */
export function titleOf({ flat, modality, title, at, slices }: ImageSeries, say: Say): string {
  const kind = flat === 'photo' ? say('images.photos') : flat === 'pages' ? say('images.pages') : modality;
  const name = title || (flat ? '' : say('images.untitled'));
  return [kind, name, at, slices.length].filter(Boolean).join(' · ');
}

type Addresses = Pick<Client, 'imageAddress' | 'pictureAddress' | 'pageAddress'>;

/** Where each slice of a series comes from, in the words of the decoder. Photos and pages have none: the service draws them. */
export const idsOf = (
  series: ImageSeries | undefined,
  client: Pick<Addresses, 'imageAddress'>,
  referral: string,
): string[] =>
  (series?.slices ?? []).map(({ file, frame }) => {
    const address = client.imageAddress(referral, file);
    return `wadouri:${address}${frame > 0 ? `${address.includes('?') ? '&' : '?'}frame=${frame + 1}` : ''}`;
  });

/** Where the service's own picture of one slice, photo or page is. */
export const pictureIn =
  (flat: ImageSeries['flat'], client: Omit<Addresses, 'imageAddress'>, referral: string) =>
  (file: string, frame: number): string =>
    flat ? client.pageAddress(referral, file, frame + 1) : client.pictureAddress(referral, file, frame);
