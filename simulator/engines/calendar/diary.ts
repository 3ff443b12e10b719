import { refuse } from '../refusal.ts';
import { counter, type Scene } from '../scene.ts';
import type { Wire } from '../wire.ts';
import { type Appointment, newAppointment, peopleOf, rearranged } from './appointment.ts';

const TOKEN_MS = 24 * 3_600_000;

/** Everybody's primary calendar. The same x-client-token within a day gives the same appointment again. */
export class Diary {
  readonly #scene: Scene;
  readonly #appointments = new Map<string, Appointment>();
  readonly #tokens = new Map<string, { readonly id: string; readonly until: number }>();
  readonly #next = counter(1);

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  add(corpId: string, organizer: string, body: Wire, clientToken: string | undefined): Appointment {
    this.#mustKnow(corpId, organizer);
    const token = clientToken === undefined ? undefined : JSON.stringify([corpId, organizer, clientToken]);
    const before = token === undefined ? undefined : this.#tokens.get(token);
    if (before !== undefined && this.#scene.now() <= before.until) return this.get(corpId, before.id);
    const id = `ev${String(this.#next()).padStart(18, '0')}`;
    const made = newAppointment(body, { id, corpId, organizer, now: this.#scene.now() });
    for (const { id: unionId } of made.attendees) this.#mustKnow(corpId, unionId);
    if (token !== undefined) this.#tokens.set(token, { id, until: this.#scene.now() + TOKEN_MS });
    return this.#keep(made, 'create');
  }

  get(corpId: string, id: string): Appointment {
    const found = this.#appointments.get(id);
    return found?.corpId === corpId ? found : refuse('calendar.event.notExist', 'there is no such event', 404);
  }

  change(corpId: string, id: string, body: Wire): Appointment {
    return this.#keep(rearranged(this.#standing(corpId, id), body, this.#scene.now()), 'update');
  }

  cancel(corpId: string, id: string): void {
    this.#keep({ ...this.#standing(corpId, id), status: 'cancelled', updatedAt: this.#scene.now() }, 'delete');
  }

  respond(corpId: string, id: string, unionId: string, responseStatus: 'accepted' | 'declined' | 'tentative'): void {
    const one = this.#standing(corpId, id);
    if (!one.attendees.some((attendee) => attendee.id === unionId)) refuse('invalidParameter', 'not an attendee');
    const attendees = one.attendees.map((attendee) =>
      attendee.id === unionId ? { ...attendee, responseStatus } : attendee,
    );
    this.#keep({ ...one, attendees, updatedAt: this.#scene.now() }, 'update');
  }

  of(corpId: string, unionId: string): readonly Appointment[] {
    return [...this.#appointments.values()].filter(
      (one) => one.corpId === corpId && one.status === 'confirmed' && peopleOf(one).includes(unionId),
    );
  }

  #standing(corpId: string, id: string): Appointment {
    const found = this.get(corpId, id);
    return found.status === 'cancelled' ? refuse('calendar.event.notExist', 'the event was cancelled', 404) : found;
  }

  #keep(one: Appointment, changeType: 'create' | 'update' | 'delete'): Appointment {
    this.#appointments.set(one.id, one);
    this.#scene.changed('calendar', { corpId: one.corpId });
    this.#scene.emit(one.corpId, 'calendar_event_change', {
      calendarEventId: one.id,
      legacyCalendarEventId: one.id,
      calendarId: 'primary',
      changeType,
      unionIdList: peopleOf(one),
      operator: { type: 'app' },
      calendarEventUpdateTime: one.updatedAt,
    });
    return one;
  }

  #mustKnow(corpId: string, unionId: string): void {
    if (this.#scene.byUnionId(corpId, unionId) === undefined)
      refuse('invalidParameter', 'a unionId is not known in this corp');
  }
}
