import { z } from 'zod';
import { maybe, moment, unpacked } from './lenient.ts';

const text = z.string();

/** A quoted message: its content is an object or, from some clients, a JSON string; older ones say only that something was quoted. */
const replied = z.looseObject({ msgType: maybe(text), msgId: maybe(text), content: z.unknown().optional() });

/** One robot message as DingTalk pushes it; see the fact sheet on messages. What is not known is let through and ignored. */
const robotMessage = z.looseObject({
  msgId: maybe(text),
  msgtype: text.catch('unknownMsgType'),
  conversationType: z.union([text, z.number()]).transform(String),
  conversationId: text.min(1),
  senderStaffId: maybe(text),
  createAt: moment,
  text: maybe(z.looseObject({ content: text.catch(''), repliedMsg: maybe(replied) })),
  content: z.unknown().optional(),
  quoteMessage: maybe(replied),
  originalProcessQueryKey: maybe(text),
  errorCode: maybe(z.union([text, z.number()]).transform(String)),
});

const part = z
  .looseObject({
    text: maybe(text),
    type: maybe(text),
    downloadCode: maybe(text),
    pictureDownloadCode: maybe(text),
  })
  .catch({});
const content = z
  .looseObject({
    downloadCode: maybe(text),
    pictureDownloadCode: maybe(text),
    fileName: maybe(text),
    recognition: maybe(text),
    richText: maybe(z.array(part)),
    repliedMsg: maybe(replied),
  })
  .catch({});

export type Attachment = {
  readonly kind: 'picture' | 'file' | 'audio' | 'video';
  readonly code: string;
  readonly name: string;
  readonly recognition?: string;
};

/** What somebody said to Baton, in our words. */
export type Spoken = {
  readonly in: 'group' | 'chat';
  readonly conversation: string;
  /** Absent when the sender is not a member of the organisation. */
  readonly user?: string;
  readonly message: string;
  readonly at: Date;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Something was quoted that DingTalk does not hand out. */
  readonly quotedUnknown: boolean;
  /** The quoted message was one of Baton's own, named by its receipt. */
  readonly quotedReceipt?: string;
  /** DingTalk withheld the text: the month's quota is used up. */
  readonly overQuota: boolean;
};

export function readSpoken(data: unknown): Spoken | undefined {
  const read = robotMessage.safeParse(data);
  if (!read.success) return undefined;
  const { msgtype, conversationType, conversationId, senderStaffId, msgId = '', createAt, text: said } = read.data;
  const { errorCode, originalProcessQueryKey, quoteMessage } = read.data;
  const inside = content.parse(unpacked(read.data.content));
  const quoted = said?.repliedMsg ?? inside.repliedMsg ?? quoteMessage;
  const fromQuote = quoted ? quotedAttachments(quoted) : [];
  return {
    in: conversationType === '2' ? 'group' : 'chat',
    conversation: conversationId,
    ...(senderStaffId ? { user: senderStaffId } : {}),
    message: msgId,
    at: createAt ?? new Date(),
    text: [said?.content ?? '', ...wordsOf(inside)].join('\n').trim(),
    attachments: [...ownAttachments(msgtype, inside, msgId), ...fromQuote],
    quotedUnknown:
      quoted !== undefined &&
      fromQuote.length === 0 &&
      quoted.msgType !== 'text' &&
      originalProcessQueryKey === undefined,
    ...(originalProcessQueryKey ? { quotedReceipt: originalProcessQueryKey } : {}),
    overQuota: errorCode === '20001',
  };
}

type Content = Partial<z.output<typeof content>>;

const wordsOf = ({ richText = [] }: Content): readonly string[] =>
  richText.map(({ type, text: words = '' }) => (type && type !== 'text' ? '' : words));

const picturesIn = ({ richText = [] }: Content): readonly Attachment[] =>
  richText
    .flatMap((one) => one.downloadCode || one.pictureDownloadCode || [])
    .map((code, index) => ({ kind: 'picture', code, name: `picture-${index + 1}.jpg` }));

function ownAttachments(msgtype: string, inside: Content, message: string): readonly Attachment[] {
  const pictures = picturesIn(inside);
  const code = inside.downloadCode || inside.pictureDownloadCode;
  if (!code) return pictures;
  const kind = msgtype === 'audio' || msgtype === 'video' || msgtype === 'file' ? msgtype : 'picture';
  const name =
    inside.fileName ??
    (kind === 'audio' ? 'voice.amr' : kind === 'video' ? 'video.mp4' : `picture-${message.slice(-4) || '1'}.jpg`);
  return [...pictures, { kind, code, name, ...(inside.recognition ? { recognition: inside.recognition } : {}) }];
}

function quotedAttachments({ msgType, content: raw }: z.output<typeof replied>): readonly Attachment[] {
  const inside: Content = content.parse(unpacked(raw));
  const code = inside.downloadCode || inside.pictureDownloadCode;
  if (!code) return picturesIn(inside);
  const kind = msgType === 'audio' || msgType === 'video' || msgType === 'picture' ? msgType : 'file';
  return [{ kind, code, name: inside.fileName ?? (kind === 'picture' ? 'picture.jpg' : 'file') }];
}
