import { randomUUID } from 'node:crypto';
import type { App } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { isTaken } from './frames.ts';
import { postEncrypted } from './http-callback.ts';
import type { Lines } from './lines.ts';

type Event = {
  readonly corpId: string;
  readonly eventType: string;
  /** Stays the same when the event is sent again; the messageId does not. */
  readonly eventId: string;
  readonly born: number;
  readonly data: object;
};
type Failed = { readonly at: number; readonly body: object };

const again = [10_000, 30_000];
const keptMs = 5 * 60_000;
/** DingTalk does not count the events of the address book against the month. */
const free = /^(user_|org_|label_user_change|contact_)/;

/** Events: to every app of the organisation that ticked them, at once, after 10 s, after 30 s; then they lie in the failed list for minutes. */
export class EventPost {
  readonly #world: World;
  readonly #lines: Lines;
  readonly #failed = new Map<string, Failed[]>();

  constructor(world: World, lines: Lines) {
    this.#world = world;
    this.#lines = lines;
  }

  emit(corpId: string, eventType: string, data: object): void {
    for (const app of this.#world.corps.get(corpId)?.apps.values() ?? []) {
      const event = { corpId, eventType, eventId: randomUUID(), born: this.#world.now(), data };
      const { clientId } = app;
      this.#world.journal.add('event', { corpId, clientId, eventType, eventId: event.eventId });
      if (app.ticked !== '*' && !app.ticked.includes(eventType))
        this.#world.journal.add('drop', { clientId, eventType, why: 'not ticked in the console' });
      else if (!this.#world.strikes('loseEvents')) void this.#deliver(app, event, again);
    }
  }

  /** What nobody took, at most 200 at a time; what is handed out or older than five minutes is gone. */
  failedOf(clientId: string): { readonly list: readonly object[]; readonly more: boolean } {
    const fresh = (this.#failed.get(clientId) ?? []).filter(({ at }) => at > this.#world.now() - keptMs);
    this.#failed.set(clientId, fresh.slice(200));
    return { list: fresh.slice(0, 200).map(({ body }) => body), more: fresh.length > 200 };
  }

  async #deliver(app: App, event: Event, waits: readonly number[]): Promise<void> {
    if (!free.test(event.eventType)) app.quota.push += 1;
    const taken = app.callbackUrl ? await this.#byPost(app, app.callbackUrl, event) : await this.#byStream(app, event);
    if (taken) return;
    const [wait, ...rest] = waits;
    if (wait !== undefined) this.#world.clock.after(wait, () => void this.#deliver(app, event, rest));
    else this.#keep(app, event);
  }

  async #byStream({ clientId }: App, event: Event): Promise<boolean> {
    const headers = {
      eventType: event.eventType,
      eventId: event.eventId,
      eventCorpId: event.corpId,
      eventBornTime: String(event.born),
      eventUnifiedAppId: `${clientId}-app`,
    };
    return isTaken(await this.#lines.push(clientId, 'EVENT', '*', headers, event.data));
  }

  #byPost(app: App, url: string, { corpId, eventType, eventId, born, data }: Event): Promise<boolean> {
    const head = { EventType: eventType, EventTime: born, CorpId: corpId, BizId: eventId, eventId };
    return postEncrypted(this.#world, app, url, { ...head, ...data });
  }

  #keep({ clientId }: App, { corpId, eventType, born, data }: Event): void {
    const body = { event_time: born, call_back_tag: eventType, corpid: corpId, ...data };
    this.#failed.set(clientId, [...(this.#failed.get(clientId) ?? []), { at: this.#world.now(), body }]);
    this.#world.journal.add('drop', { clientId, eventType, why: 'nobody took it three times' });
  }
}
