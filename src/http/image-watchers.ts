import type { ReferralId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';

/** No session lasts longer. */
const longest = 24 * 60 * 60 * 1000;

/** Who was given the images of which referral by this process: only they are told that something there changed. */
export class ImageWatchers {
  readonly #given = new Map<ReferralId, Map<Person['id'], number>>();

  add(referral: ReferralId, person: Person['id'], now = Date.now()): void {
    for (const [which, people] of this.#given) {
      for (const [who, at] of people) if (now - at > longest) people.delete(who);
      if (people.size === 0) this.#given.delete(which);
    }
    const people = this.#given.get(referral) ?? new Map<Person['id'], number>();
    this.#given.set(referral, people.set(person, now));
  }

  has(referral: ReferralId, person: Person['id']): boolean {
    return this.#given.get(referral)?.has(person) ?? false;
  }
}
