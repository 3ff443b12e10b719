import type { Finding } from '../record/finding.ts';
import type { Ask } from '../record/note.ts';
import { consentOf, expectationOf, urgencyOf } from './ask-words.ts';
import type { Page } from './page.ts';
import { questionOf } from './question.ts';
import { reasonOf } from './reason.ts';
import { receiver } from './receiver.ts';

/** What the note asks for: how soon, of whom, why, what. A part that is not said is left out. */
export function readAsk(page: Page, findings: readonly Finding[]): Ask {
  const to = receiver(page, findings);
  const question = questionOf(page);
  const reason = reasonOf(page, findings);
  const urgency = urgencyOf(page);
  const expected = expectationOf(page);
  const consent = consentOf(page);
  return {
    ...(urgency === undefined ? {} : { urgency }),
    ...(reason === undefined ? {} : { reason }),
    ...(question === undefined ? {} : { question }),
    ...(expected === undefined ? {} : { expected }),
    ...(to === undefined ? {} : { to }),
    ...(consent === undefined ? {} : { consent }),
  };
}
