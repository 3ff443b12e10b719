import type { ReferralId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';

type Running = { readonly person: Person; readonly referral: ReferralId; cut: () => void };

/** Files on their way out. When leave to look ends, they are cut in the middle. */
export class OpenDownloads {
  readonly #running = new Set<Running>();

  /** Begins before leave is asked for, so that an end in between is not missed; `isCut` tells of one. */
  begin(
    person: Person,
    referral: ReferralId,
  ): { readonly isCut: () => boolean; onCut: (cut: () => void) => void; readonly end: () => void } {
    let isCut = false;
    const running: Running = {
      person,
      referral,
      cut: () => {
        isCut = true;
      },
    };
    this.#running.add(running);
    return {
      isCut: () => isCut,
      onCut: (cut) => {
        running.cut = () => {
          isCut = true;
          cut();
        };
        if (isCut) cut();
      },
      end: () => void this.#running.delete(running),
    };
  }

  cut(referral: ReferralId, concerns: (person: Person) => boolean): void {
    for (const running of [...this.#running])
      if (running.referral === referral && concerns(running.person)) running.cut();
  }

  /** Everything on its way to one person: they left, or were switched off. */
  cutOf(who: Person['id']): void {
    for (const running of [...this.#running]) if (running.person.id === who) running.cut();
  }

  get count(): number {
    return this.#running.size;
  }
}
