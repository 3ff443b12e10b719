import type { Identity } from '../referral/content.ts';

const numbers =
  /\b[A-Z]{1,2}\d{6}\s?\(?[\dA]\)?|\b(?:\+?852[\s-]?)?[2-9]\d{3}[\s-]?\d{4}\b|\b\d{3}-\d{2}-\d{4}\b|[\w.+-]+@[\w-]+\.\w+/iu;

/**
 * Whether a text names nobody: none of the patient's names, numbers, phone or date of birth, nothing of the shape of an identity card, a phone or an address of mail.
 * A text that does is never given to a model; it is not cleaned, because what is left may still tell.
 */
export function isNameless(text: string, { nameEn, nameZh, hkid, phone, birth, otherId }: Identity): boolean {
  if (numbers.test(text)) return false;
  const plain = text.toLowerCase();
  const parts = (nameEn ?? '')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((part) => part.length >= 3);
  const words = plain.split(/[^a-z]+/u);
  if (parts.some((part) => words.includes(part))) return false;
  const day = birth?.precision === 'day' ? birth.iso : undefined;
  const turned = day?.split('-').reverse().join('/');
  return ![nameZh, hkid, phone, otherId?.value, day, turned].some(
    (one) => one !== undefined && one.length >= 2 && plain.includes(one.toLowerCase()),
  );
}
