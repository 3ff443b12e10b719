import type { ReplyPlace } from '../../domain/errand.ts';
import { type House, person, personByUser, userIn } from '../../domain/house/house.ts';
import type { Language } from '../../domain/people/person.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import type { PlainMessage } from '../../ports/messenger.ts';
import type { Does } from './run-errand.ts';
import { placeOf, type Shows } from './show-referral.ts';

/** A sentence, in the language of whoever reads it. At most once: what may have been said is not said again. */
export const say =
  (world: Shows): Does<'say'> =>
  async ({ place, words, buttons, about }, { lane, begunBefore }) => {
    if (begunBefore) return { is: 'unknown', why: 'the process ended while saying it' };
    const language = await world.ledger.read((page) => languageAt(world, page, place));
    const message: PlainMessage = {
      title: world.speech.sentence({ key: 'push.title' }, language),
      text: world.speech.sentences(words, language),
      ...(buttons
        ? {
            buttons: buttons.map(({ label, page }) => ({
              label: world.speech.sentence(label, language),
              url: `${world.publicUrl()}${page}`,
            })),
          }
        : {}),
    };
    const { receipt } = await world.messengerOf(place.tenant).say(placeOf(place), message, lane);
    return {
      is: 'done',
      keep: async (page) => {
        if (receipt)
          await page.posted.keepReceipt(receipt, {
            what: 'message',
            tenant: place.tenant,
            ...(about ? { referral: about } : {}),
          });
      },
    };
  };

/** A DING to people who must hear now: in the app, or by phone in Cantonese. */
export const ding =
  (world: Shows): Does<'ding'> =>
  async ({ tenant, people, how, words, about }, { begunBefore }) => {
    if (begunBefore) return { is: 'unknown', why: 'the process ended while calling' };
    const users = people.flatMap((who) => {
      const one = person(world.house, who);
      const user = one && !one.left ? userIn(one, tenant) : undefined;
      return user ? [user] : [];
    });
    if (users.length === 0) return { is: 'dropped', why: 'nobody to ring' };
    const { failed } = await world.messengerOf(tenant).ding(tenant, users, world.speech.sentence(words, 'en'), how);
    const reached = users.filter((user) => !failed.includes(user));
    return {
      is: 'done',
      keep: async (page) => {
        const row = await page.referrals.get(about);
        if (!row) return;
        await page.happened({
          what: 'told',
          whom: reached.join(' '),
          how: how === 'phone' ? 'ding by phone' : 'ding',
          about: row.referral.code,
          at: world.clock.now(),
          by: { baton: 'clock' },
          institution: row.referral.from,
          referral: about,
          patient: row.referral.patient,
        });
      },
    };
  };

async function languageAt(
  world: Pick<Shows, 'house' | 'groupLanguage'>,
  page: ReadingPage,
  place: ReplyPlace,
): Promise<Language> {
  if (place.in === 'group') return groupLanguageOf(world, place);
  const one = personByUser(world.house, place.tenant, place.user);
  return one ? ((await page.people.language(one.id)) ?? one.language) : 'en';
}

const groupLanguageOf = (
  { house, groupLanguage }: { house: House; groupLanguage: Shows['groupLanguage'] },
  place: Extract<ReplyPlace, { in: 'group' }>,
): Language => {
  const line = house.hotlines.find((one) => one.tenant === place.tenant && one.group === place.group);
  return line ? groupLanguage(line.id) : 'en';
};
