import { type EmergencyGround, emergencyGrounds, shortestReason } from '../../domain/consent/emergency.ts';
import { Refused } from '../../domain/refused.ts';

/** At least twenty characters of one's own, and not one key held down (hk-law.md §5, 9). Chinese says more in a character, and counts them the same. Refuses `emergency.reason`. */
export function reasonIn(words: string): string {
  const said = words.trim().replace(/\s+/gu, ' ');
  if ([...said].length < shortestReason || new Set(said.toLowerCase()).size < 6)
    throw new Refused('emergency.reason', 'The reason is too short', { letters: shortestReason });
  return said;
}

/** Refuses `emergency.reason` for a ground the law does not name. */
export function groundIn(word: string): EmergencyGround {
  const found = emergencyGrounds.find((one) => one === word);
  if (!found)
    throw new Refused('emergency.reason', 'No legal ground was chosen', {
      letters: shortestReason,
      allowed: emergencyGrounds.join(', '),
    });
  return found;
}
