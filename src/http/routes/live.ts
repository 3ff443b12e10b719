import { PassThrough } from 'node:stream';
import type Router from '@koa/router';
import type { LiveWord } from '#src/contract/session.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

export type Listener = {
  readonly person: Person;
  readonly session: string;
  readonly tell: (word: LiveWord) => void;
  readonly end: () => void;
};

/** The open screens. A change is told to those whom it may concern; they then ask, and are asked for leave, as always. */
export class OpenScreens {
  readonly #listeners = new Set<Listener>();

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(word: LiveWord, concerns: (person: Person) => boolean): void {
    for (const listener of this.#listeners) if (concerns(listener.person)) listener.tell(word);
  }

  /** Ends every screen of a person at once: they left, or signed out. */
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
