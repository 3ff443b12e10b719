import { mayAct } from '#src/domain/access/may.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { documentLines } from '#src/usecases/documents/document-lines.ts';
import { answerDocument } from '#src/usecases/documents/settle-document.ts';
import type { Page } from '#src/usecases/page.ts';
import type { Bot } from './bot.ts';

type Tapped = {
  readonly by: Person;
  readonly referral: Referral;
  readonly params: Readonly<Record<string, string>>;
};

/**
 * One tap takes over what the card listed of a file: its new and sure facts. Refuses `referral.not-yours` to who may not write, and
 * `referral.changed-meanwhile` when the card in the tapper's hand lists something else than is so now.
 */
export async function takeFile(bot: Bot, page: Page, { by, referral, params }: Tapped): Promise<void> {
  if (!mayAct({ judge: bot.policy.judge, house: bot.house }, by, referral, 'write'))
    throw new Refused('referral.not-yours', `Referral ${referral.id} is written elsewhere`, { code: referral.code });
  const upload = id<UploadId>(params['field'] ?? '');
  const content = await page.referrals.content(referral);
  const line = (await documentLines(page, referral, content.findings)).find((each) => each.upload === upload);
  const isAsShown =
    Number(params['contentVersion']) === referral.contentVersion && line?.take.length === Number(params['value']);
  if (!line || !isAsShown)
    throw new Refused('referral.changed-meanwhile', `The card of ${referral.id} shows something older`);
  await answerDocument(bot)(page, { referral, content }, upload, by, { answer: 'taken', groups: ['new'] });
}
