import { tell } from '../world/ask.ts';
import type { Sent, Who } from '../world/shapes.ts';
import { type Attachment, base64Of } from './attachment.ts';

export type Outgoing = {
  readonly text: string;
  readonly attached: readonly Attachment[];
  readonly mention: boolean;
  readonly quote?: string;
};

type Tellers = { readonly sent: (sent: Sent) => void; readonly without: (attachmentId: string) => void };

/** Sends what was written and attached, in order. Words go along with a single picture, else in a message of their own. */
export async function sendAll(
  who: Who,
  conversationId: string,
  { text, attached, mention, quote }: Outgoing,
  on: Tellers,
): Promise<void> {
  const lastPicture = attached.findLast(({ kind }) => kind === 'picture');
  const along = mention && quote === undefined && text !== '' ? lastPicture : undefined;
  for (const one of attached) {
    const { kind, name: fileName, blob, id, durationMs, recognition } = one;
    const body = {
      ...who,
      conversationId,
      kind,
      fileName,
      base64: await base64Of(blob),
      // the client cannot mention anyone while it sends a file
      mention: mention && kind === 'picture',
      ...(one === along ? { text } : {}),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(recognition ? { recognition } : {}),
    };
    on.sent(await tell<Sent>('send', body));
    on.without(id);
  }
  if (text === '' || along !== undefined) return;
  on.sent(
    await tell<Sent>('say', { ...who, conversationId, text, mention, ...(quote === undefined ? {} : { quote }) }),
  );
}
