import type { ReferralId } from '#src/domain/ids.ts';
import { asked, given, joined, left, nobodyWalks, shown, type Walk, type WalkView } from '#src/domain/imaging/walk.ts';
import type { Person } from '#src/domain/people/person.ts';

type Who = Person['id'];
export type WalkDeed =
  | { readonly say: 'here' }
  | { readonly say: 'leave' }
  | { readonly say: 'ask' }
  | { readonly say: 'give'; readonly to: Who }
  | { readonly say: 'show'; readonly view: WalkView };

/** Who was not heard of for so long has gone: a phone in a pocket, a tunnel. Screens say every ten seconds that they are here. */
const silence = 45_000;
/** A hand that moves tells nothing that is worth a row in the store: common looks live in this process, and end with it. */
export class OpenWalks {
  readonly #walks = new Map<ReferralId, Walk>();
  readonly #heard = new Map<string, { readonly at: number; readonly end: () => void }>();
  readonly #tell: (referral: ReferralId, walk: Walk) => void;
  readonly #now: () => number;

  constructor(tell: (referral: ReferralId, walk: Walk) => void, now: () => number = Date.now) {
    this.#tell = tell;
    this.#now = now;
  }

  of(referral: ReferralId): Walk | undefined {
    return this.#walks.get(referral);
  }

  /** `end` is called when the person is no longer in it, whatever the reason. */
  join(referral: ReferralId, who: Who, end: () => void): void {
    const key = keyOf(referral, who);
    this.#heard.get(key)?.end();
    this.#heard.set(key, { at: this.#now(), end });
    this.#put(referral, joined(this.#walks.get(referral) ?? nobodyWalks, who));
  }

  has(referral: ReferralId, who: Who): boolean {
    return this.#heard.has(keyOf(referral, who));
  }

  leave(referral: ReferralId, who: Who): void {
    const key = keyOf(referral, who);
    const here = this.#heard.get(key);
    if (!here) return;
    this.#heard.delete(key);
    here.end();
    this.#put(referral, left(this.#walks.get(referral) ?? nobodyWalks, who));
  }

  /** What somebody does who is in it; from somebody else it changes nothing. */
  hear(referral: ReferralId, who: Who, deed: WalkDeed): void {
    const key = keyOf(referral, who);
    const here = this.#heard.get(key);
    const walk = this.#walks.get(referral);
    if (!here || !walk) return;
    this.#heard.set(key, { ...here, at: this.#now() });
    if (deed.say === 'leave') return this.leave(referral, who);
    if (deed.say === 'here') return this.#forgetSilent();
    const after = changed(walk, who, deed);
    if (after !== walk) this.#put(referral, after);
  }

  #put(referral: ReferralId, walk: Walk): void {
    if (walk.people.length === 0) this.#walks.delete(referral);
    else this.#walks.set(referral, walk);
    this.#tell(referral, walk);
  }

  #forgetSilent(): void {
    for (const [referral, { people }] of [...this.#walks])
      for (const who of people)
        if (this.#now() - (this.#heard.get(keyOf(referral, who))?.at ?? 0) > silence) this.leave(referral, who);
  }
}

function changed(walk: Walk, who: Who, deed: Exclude<WalkDeed, { say: 'here' | 'leave' }>): Walk {
  switch (deed.say) {
    case 'ask':
      return asked(walk, who);
    case 'give':
      return given(walk, who, deed.to);
    case 'show':
      return shown(walk, who, deed.view);
  }
}

const keyOf = (referral: ReferralId, who: Who): string => `${referral}\n${who}`;
