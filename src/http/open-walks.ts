import { randomBytes } from 'node:crypto';
import type { ReferralId } from '#src/domain/ids.ts';
import { afterDeed, only, type SharedDeed, type SharedWalk, type WalkDeed } from '#src/domain/imaging/shared-walk.ts';
import type { Walk } from '#src/domain/imaging/walk.ts';
import {
  alone,
  answerTo,
  aReplica,
  hearing,
  isOpen,
  saying,
  seen,
  unanswered,
  type WalkMessage,
  type WalkReplica,
  type Walks,
  type WalkWord,
} from '#src/domain/imaging/walk-replica.ts';
import type { Person } from '#src/domain/people/person.ts';
import { walkMessageIn } from './walk-words.ts';

type Who = Person['id'];
export type WalkParts = {
  /** Something that screens show has changed. */
  readonly tell: (referral: ReferralId, walk: Walk) => void;
  /** Calls `cut` when this person's leave to look has ended, until what it gives is called. */
  readonly leash: (referral: ReferralId, who: Who, cut: () => void) => () => void;
  /** To the other instances of the service and back to this one, in one order for all. `false`: nobody hears it. */
  readonly say: (text: string) => boolean;
};
type Heard = {
  readonly referral: ReferralId;
  readonly who: Who;
  readonly stamp?: string | undefined;
  readonly at: number;
};

/** Who was not heard of for so long has gone: a phone in a pocket, a tunnel, an instance that died. Screens say every ten seconds that they are here. */
const silence = 45_000;
const betweenLooks = 5_000;
/** A screen shows eight a second; a hand that shows from two places is thinned to what a line carries easily. */
const betweenShows = 66;
const betweenLooksAtShow = 20;
const answerBytes = 3_500;
/** Who has asked and hears nothing for so long is the first. A late answer is still taken for a while. */
const askingMs = 2_000;
const lateMs = 30_000;
/** Who has itself only just asked lets others answer first, and longer where it knows of nothing. */
const shyMs = 300;

/**
 * The common looks, held by every instance of the service. A hand that moves tells nothing that is worth a row in the store. Somebody is in a common look once,
 * however many screens they have and wherever those ask: who leaves on one has left on all, and who is heard from one is there. What is done here is shown here at once;
 * the others see it when the store has passed it on. While it cannot, this instance is by itself.
 */
export class OpenWalks {
  readonly #parts: WalkParts;
  #replica: WalkReplica = aReplica(randomBytes(9).toString('base64url'));
  #isOpen = false;
  #isSettled = true;
  #question = '';
  /** Of everybody in any common look: when they were heard last, wherever. */
  readonly #heard = new Map<string, Heard>();
  /** Those who spoke here, and when. */
  readonly #here = new Map<string, Heard>();
  readonly #leashes = new Map<string, () => void>();
  readonly #told = new Map<ReferralId, string>();
  readonly #shows = new Map<
    ReferralId,
    { at: number; stamp: string; waits?: { who: Who; deed: WalkDeed & { say: 'show' } } | undefined }
  >();
  /** What all had heard when the line was cut, and who left since. */
  #common: Walks = new Map();
  readonly #leftAlone = new Map<string, { readonly referral: ReferralId; readonly who: Who }>();
  #looks: ReturnType<typeof setInterval> | undefined;

  constructor(parts: WalkParts) {
    this.#parts = parts;
  }

  of(referral: ReferralId): Walk | undefined {
    const { walk } = this.#seen(referral);
    return walk.people.length > 0 ? walk : undefined;
  }

  join(referral: ReferralId, who: Who): void {
    this.#do(referral, who, { say: 'join' });
  }

  leave(referral: ReferralId, who: Who): void {
    this.#do(referral, who, { say: 'leave' });
  }

  /** What somebody does who is in it; from somebody else it changes nothing. */
  hear(referral: ReferralId, who: Who, deed: WalkDeed): void {
    this.#do(referral, who, deed);
    if (deed.say === 'here') this.forgetSilent();
  }

  /** The line between the instances. */
  readonly ears = {
    opened: (): void => this.#opened(),
    heard: (text: string): void => {
      const message = walkMessageIn(text);
      if (message) this.#hears(message);
    },
    closed: (): void => {
      this.#isOpen = false;
      this.#isSettled = true;
      this.#common = this.#replica.walks;
      this.#replica = alone(this.#replica);
      this.#refreshAll();
    },
  };

  forgetSilent(): void {
    for (const { referral, who, stamp, at } of [...this.#heard.values()])
      if (Date.now() - at > silence && stamp) this.#do(referral, who, { say: 'gone', last: stamp });
    for (const [key, { at }] of this.#here) if (Date.now() - at > silence) this.#here.delete(key);
  }

  #opened(): void {
    this.#isOpen = true;
    this.#isSettled = false;
    for (const { referral, who } of this.#leftAlone.values()) {
      const last = this.#common.get(referral)?.last[who];
      if (last) this.#say({ is: 'deed', referral, who, deed: { say: 'gone', last } });
    }
    this.#leftAlone.clear();
    for (const [referral, shared] of this.#replica.walks) {
      const own = only(shared, (who) => this.#isHere(referral, who));
      if (own.walk.people.length > 0) this.#say({ is: 'hold', referral, shared: own });
    }
    const asked = this.#say({ is: 'question' }).stamp;
    this.#question = asked;
    this.#later(askingMs, () => {
      if (this.#question === asked) this.#isSettled = true;
    });
  }

  #hears(message: WalkMessage): void {
    this.#replica = hearing(this.#replica, message);
    if (message.is === 'question') return this.#asked(message);
    if (message.is === 'answer') {
      if (isOpen(this.#replica, message.to)) return;
      if (message.to === this.#question) this.#isSettled = true;
      for (const { referral, who } of [...this.#here.values()]) {
        const isMissing = this.#isHere(referral, who) && !this.#seen(referral).walk.people.includes(who);
        if (isMissing) this.#say({ is: 'deed', referral, who, deed: { say: 'join' } });
      }
      return this.#refreshAll();
    }
    this.#refresh(message.referral);
  }

  #asked({ stamp, by }: WalkMessage): void {
    this.#later(lateMs, () => {
      this.#replica = unanswered(this.#replica, stamp);
    });
    if (by === this.#replica.me) return;
    const answer = () => {
      for (const word of answerTo(this.#replica, stamp, answerBytes)) this.#say(word);
    };
    if (this.#isSettled) answer();
    else this.#later(this.#replica.walks.size > 0 ? shyMs : 2 * shyMs, answer);
  }

  #do(referral: ReferralId, who: Who, deed: SharedDeed): void {
    const before = this.#seen(referral);
    const after = afterDeed(before, who, deed, 'now');
    if (after === before) return;
    const key = keyOf(referral, who);
    if (deed.say === 'leave' || deed.say === 'gone') {
      this.#here.delete(key);
      if (!this.#isOpen) this.#leftAlone.set(key, { referral, who });
    } else this.#here.set(key, { referral, who, at: Date.now() });
    if (deed.say === 'join') this.#leftAlone.delete(key);
    else if (deed.say !== 'here' && after.walk === before.walk) return;
    if (deed.say === 'show') return this.#show(referral, who, deed);
    this.#flush(referral);
    this.#say({ is: 'deed', referral, who, deed });
    this.#refresh(referral);
  }

  #show(referral: ReferralId, who: Who, deed: WalkDeed & { say: 'show' }): void {
    const shown = this.#shows.get(referral);
    const wait = shown ? shown.at + betweenShows - Date.now() : 0;
    if (shown && (wait > 0 || this.#isOnItsWay(shown.stamp))) {
      if (!shown.waits) this.#later(Math.max(wait, 1), () => this.#passOn(referral));
      shown.waits = { who, deed };
    } else this.#sayShow(referral, who, deed);
    this.#refresh(referral);
  }

  /** One at a time is on its way: a store that is slow is asked less often, and no queue grows before it. */
  #passOn(referral: ReferralId): void {
    const shown = this.#shows.get(referral);
    if (shown?.waits && this.#isOnItsWay(shown.stamp)) this.#later(betweenLooksAtShow, () => this.#passOn(referral));
    else this.#flush(referral);
  }

  #isOnItsWay(said: string): boolean {
    return this.#replica.unheard.some(({ stamp }) => stamp === said);
  }

  #sayShow(referral: ReferralId, who: Who, deed: WalkDeed & { say: 'show' }): void {
    const { stamp } = this.#say({ is: 'deed', referral, who, deed });
    this.#shows.set(referral, { at: Date.now(), stamp });
  }

  /** The last that was shown goes before whatever comes after it. */
  #flush(referral: ReferralId): void {
    const shown = this.#shows.get(referral);
    if (!shown?.waits) return;
    this.#sayShow(referral, shown.waits.who, shown.waits.deed);
    this.#refresh(referral);
  }

  #say(word: WalkWord): WalkMessage {
    const { message, replica } = saying(this.#replica, word);
    this.#replica = replica;
    if (!this.#isOpen || !this.#parts.say(JSON.stringify(message))) this.#replica = alone(this.#replica);
    return message;
  }

  #seen(referral: ReferralId): SharedWalk {
    const shared = seen(this.#replica, referral);
    const waits = this.#shows.get(referral)?.waits;
    return waits ? afterDeed(shared, waits.who, waits.deed, 'waits') : shared;
  }

  #isHere(referral: ReferralId, who: Who): boolean {
    return Date.now() - (this.#here.get(keyOf(referral, who))?.at ?? -silence) < silence;
  }

  #refreshAll(): void {
    for (const referral of new Set([...this.#told.keys(), ...this.#replica.walks.keys()])) this.#refresh(referral);
  }

  /** Screens, leashes and ears follow what is seen here now. */
  #refresh(referral: ReferralId): void {
    const { walk, last } = this.#seen(referral);
    const there = new Set(walk.people.map((who) => keyOf(referral, who)));
    for (const [key, heard] of this.#heard)
      if (heard.referral === referral && !there.has(key)) {
        this.#heard.delete(key);
        this.#here.delete(key);
        this.#leashes.get(key)?.();
        this.#leashes.delete(key);
      }
    for (const who of walk.people) {
      const key = keyOf(referral, who);
      if (this.#heard.get(key)?.stamp !== last[who])
        this.#heard.set(key, { referral, who, stamp: last[who], at: Date.now() });
      if (!this.#leashes.has(key))
        this.#leashes.set(
          key,
          this.#parts.leash(referral, who, () => this.leave(referral, who)),
        );
    }
    if (walk.people.length === 0) this.#shows.delete(referral);
    this.#keepLooking();
    const text = walk.people.length > 0 ? JSON.stringify(walk) : '';
    if ((this.#told.get(referral) ?? '') === text) return;
    if (text) this.#told.set(referral, text);
    else this.#told.delete(referral);
    this.#parts.tell(referral, walk);
  }

  #keepLooking(): void {
    if (this.#heard.size === 0) {
      clearInterval(this.#looks);
      this.#looks = undefined;
    } else this.#looks ??= setInterval(() => this.forgetSilent(), betweenLooks).unref();
  }

  #later(ms: number, work: () => void): void {
    setTimeout(work, ms).unref();
  }
}

const keyOf = (referral: ReferralId, who: Who): string => `${referral}\n${who}`;
