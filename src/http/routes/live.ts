import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type Router from '@koa/router';
import type { LiveWord } from '#src/contract/session.ts';
import { type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import { type Person, worksAt } from '#src/domain/people/person.ts';
import type { World } from '#src/usecases/world.ts';
import { ImageWatchers } from '../image-watchers.ts';
import { byItself, type Instances } from '../instances.ts';
import { type Audience, type ScreenWord, screenWordIn } from '../screen-words.ts';
import { askerOf } from '../who.ts';

export type Listener = {
  readonly person: Person;
  readonly session: string;
  readonly tell: (word: LiveWord) => void;
  readonly end: () => void;
};

type Said = ScreenWord extends infer One ? (One extends ScreenWord ? Omit<One, 'by' | 'no'> : never) : never;

/** So many words are kept until the others heard them; of more they hear that they missed something. */
const mostUnheard = 1_000;
/** A word names so many places; one that concerns more concerns everybody. */
const mostPlaces = 100;

/**
 * The open screens. A change is told to those whom it may concern; they then ask, and are asked for leave, as always. `tell` speaks to the screens of this instance,
 * `announce` to those of every instance.
 */
export class OpenScreens {
  readonly instances: Instances;
  readonly #listeners = new Set<Listener>();
  readonly #given = new ImageWatchers();
  readonly #me = randomBytes(9).toString('base64url');
  /** What was said and did not come back yet: lost, should the line be cut now. */
  readonly #unheard = new Map<number, string>();
  #said = 0;
  #wasCut = false;

  constructor(instances: Instances = byItself) {
    this.instances = instances;
    instances.listen('screens', {
      opened: () => this.#opened(),
      heard: (text) => {
        const said = screenWordIn(text);
        if (said?.by === this.#me) this.#unheard.delete(said.no);
        else if (said) this.#do(said);
      },
      closed: () => {
        this.#wasCut = true;
      },
    });
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(word: LiveWord, concerns: (person: Person) => boolean): void {
    for (const listener of this.#listeners) if (concerns(listener.person)) listener.tell(word);
  }

  announce(word: Pick<LiveWord, 'kind' | 'id'>, to: Audience): void {
    const isWide = to !== 'everybody' && 'at' in to && to.at.length > mostPlaces;
    this.#everywhere({ is: 'word', word, to: isWide ? 'everybody' : to });
  }

  /** Somebody was given the images of a referral; from now on they are told what is new there, whichever instance has their line. */
  give(referral: ReferralId, person: Person['id']): void {
    this.#everywhere({ is: 'given', referral, person });
  }

  wereGiven(referral: ReferralId, person: Person['id']): boolean {
    return this.#given.has(referral, person);
  }

  /** As `endOf`, in every instance: they left, or signed out. */
  endEverywhere(person: Person['id']): void {
    this.#everywhere({ is: 'ended', person });
  }

  /** Ends every screen of a person here at once. */
  endOf(who: Person['id']): void {
    for (const listener of [...this.#listeners]) {
      if (listener.person.id !== who) continue;
      listener.tell({ kind: 'session-ended' });
      listener.end();
    }
  }

  /** Ends every screen of a person who may not come in again: nothing that was shown stays on them. */
  shutOut(who: Person['id']): void {
    for (const listener of this.#listeners) if (listener.person.id === who) listener.tell({ kind: 'shut-out' });
    this.endOf(who);
  }

  #everywhere(said: Said): void {
    const word = this.#numbered(said);
    this.#do(word);
    if (this.instances === byItself) return;
    if (this.#unheard.size >= mostUnheard) {
      this.#unheard.clear();
      this.#keep(this.#numbered({ is: 'missed' }));
    } else this.#keep(word);
    this.instances.say('screens', JSON.stringify(word));
  }

  #numbered(said: Said): ScreenWord {
    this.#said += 1;
    return { by: this.#me, no: this.#said, ...said };
  }

  #keep(word: ScreenWord): void {
    this.#unheard.set(word.no, JSON.stringify(word));
  }

  #do(said: ScreenWord): void {
    switch (said.is) {
      case 'word':
        return this.tell(said.word, (person) => this.#concerns(said.to, person));
      case 'given':
        return this.#given.add(id<ReferralId>(said.referral), id<Person['id']>(said.person));
      case 'ended':
        return this.endOf(id<Person['id']>(said.person));
      case 'missed':
        return this.tell({ kind: 'missed' }, () => true);
    }
  }

  #concerns(to: Audience, person: Person): boolean {
    if (to === 'everybody') return true;
    if ('given' in to) return this.wereGiven(id<ReferralId>(to.given), person.id);
    return to.at.some((where) => worksAt(person, id<InstitutionId>(where)));
  }

  /** What the others did not hear of this instance is said now; what this one did not hear of them, its screens ask for. */
  #opened(): void {
    for (const text of this.#unheard.values()) this.instances.say('screens', text);
    if (this.#wasCut) this.tell({ kind: 'missed' }, () => true);
    this.#wasCut = false;
  }

  closeAll(): void {
    for (const listener of [...this.#listeners]) listener.end();
  }

  get count(): number {
    return this.#listeners.size;
  }
}

/** Server-sent events: one line says that something changed, never what. */
export function liveRoutes(router: Router, screens: OpenScreens, { clock }: Pick<World, 'clock'>): void {
  router.get('/api/live', (ctx) => {
    const { person, session } = askerOf(ctx);
    const stream = new PassThrough();
    const write = (word: LiveWord) => void stream.write(`data: ${JSON.stringify(word)}\n\n`);
    const beat = setInterval(() => stream.write(': here\n\n'), 20_000);
    const remove = screens.add({ person, session: session.id, tell: write, end: () => stream.end() });
    const stop = () => {
      clearInterval(beat);
      remove();
    };
    stream.on('close', stop);
    ctx.req.on('close', () => {
      stop();
      stream.destroy();
    });
    // A timer holds 24 days at most; no session lasts longer.
    const left = Math.min(session.until.getTime() - clock.now().getTime(), 2_147_483_647);
    const expiry = setTimeout(
      () => {
        write({ kind: 'session-ended' });
        stream.end();
      },
      Math.max(0, left),
    );
    expiry.unref();
    stream.on('close', () => clearTimeout(expiry));
    ctx.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    ctx.body = stream;
    write({ kind: 'hello' });
  });
}
