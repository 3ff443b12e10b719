import type { Errand } from '#src/domain/errand.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import type { World } from '#src/usecases/world.ts';

/** Says to the open screens of both sides that something changed: never what, and to nobody else that there is such a referral. */
export const tellScreensOf =
  ({ ledger, log }: Pick<World, 'ledger' | 'log'>, screens: OpenScreens) =>
  (which: string): void =>
    void ledger
      .read((page) => page.referrals.get(id<ReferralId>(which)))
      .then((row) => {
        if (!row) return;
        const { from, to } = row.referral;
        screens.announce({ kind: 'referral', id: which }, { at: [from, to] });
      })
      .catch(() =>
        log.warn({ referral: which }, 'open screens were not told of a change; they ask again by themselves'),
      );

/** A sentence about a question went out: the lists of both sides show what it speaks of, whichever way it was asked or answered. */
export const tellOfQuestionOf =
  ({ ledger, log }: Pick<World, 'ledger' | 'log'>, screens: OpenScreens) =>
  (errand: Errand): void => {
    if (errand.do !== 'say' || !errand.about || !errand.words.some(({ key }) => key.startsWith('told.question')))
      return;
    const which = errand.about;
    void ledger
      .read((page) => page.referrals.get(which))
      .then((row) => {
        if (!row) return;
        const { from, to } = row.referral;
        screens.announce({ kind: 'consultation', id: which }, { at: [from, to] });
      })
      .catch(() => log.warn({ referral: which }, 'open screens were not told of a question'));
  };
