import { z } from 'zod';

const text = z.string();
const lenient = z.union([z.string(), z.number()]).transform(Number);

/** A quoted message: its content is an object or, from some clients, a JSON string; older ones say only that something was quoted. */
const replied = z.looseObject({ msgType: text.optional(), msgId: text.optional(), content: z.unknown().optional() });

/** One robot message as DingTalk pushes it; see the fact sheet on messages. What is not known is let through and ignored. */
export const robotMessage = z.looseObject({
  msgId: text.optional(),
  msgtype: text.default('unknownMsgType'),
  conversationType: z.union([text, z.number()]).transform(String),
  conversationId: text,
  conversationTitle: text.optional(),
  senderStaffId: text.optional(),
  senderNick: text.optional(),
  isInAtList: z.boolean().optional(),
  createAt: lenient.optional(),
  sessionWebhook: text.optional(),
  sessionWebhookExpiredTime: lenient.optional(),
  text: z
    .looseObject({ content: text.default(''), isReplyMsg: z.boolean().optional(), repliedMsg: replied.optional() })
    .optional(),
  content: z.unknown().optional(),
  originalMsgId: text.optional(),
  originalProcessQueryKey: text.optional(),
  errorCode: z.union([text, z.number()]).transform(String).optional(),
});

const part = z.looseObject({
  text: text.optional(),
  type: text.optional(),
  downloadCode: text.optional(),
  pictureDownloadCode: text.optional(),
});
const content = z.looseObject({
  downloadCode: text.optional(),
  pictureDownloadCode: text.optional(),
  fileName: text.optional(),
  recognition: text.optional(),
  duration: lenient.optional(),
  spaceId: text.optional(),
  fileId: text.optional(),
  richText: z.array(part).optional(),
  isReplyMsg: z.boolean().optional(),
  repliedMsg: replied.optional(),
});

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
  const {
    conversationType,
    conversationId,
    senderStaffId,
    msgId = '',
    createAt,
    errorCode,
    originalProcessQueryKey,
  } = read.data;
  const body = content.safeParse(read.data.content ?? {});
  const inside = body.success ? body.data : {};
  const quoted = read.data.text?.repliedMsg ?? inside.repliedMsg;
  const fromQuote = quoted ? quotedAttachments(quoted) : [];
  const words = [
    read.data.text?.content ?? '',
    ...(inside.richText ?? []).map((one) => (one.type && one.type !== 'text' ? '' : (one.text ?? ''))),
  ]
    .join('\n')
    .trim();
  return {
    in: conversationType === '2' ? 'group' : 'chat',
    conversation: conversationId,
    ...(senderStaffId ? { user: senderStaffId } : {}),
    message: msgId,
    at: new Date(createAt && Number.isFinite(createAt) ? createAt : Date.now()),
    text: words,
    attachments: [...ownAttachments(read.data.msgtype, inside, msgId), ...fromQuote],
    quotedUnknown:
      quoted !== undefined &&
      fromQuote.length === 0 &&
      quoted.msgType !== 'text' &&
      originalProcessQueryKey === undefined,
    ...(originalProcessQueryKey ? { quotedReceipt: originalProcessQueryKey } : {}),
    overQuota: errorCode === '20001',
  };
}

type Content = z.output<typeof content>;

function ownAttachments(msgtype: string, inside: Partial<Content>, message: string): readonly Attachment[] {
  const codes = (inside.richText ?? []).flatMap((one) => one.downloadCode ?? one.pictureDownloadCode ?? []);
  const pictures = codes.map(
    (code, index): Attachment => ({ kind: 'picture', code, name: `picture-${index + 1}.jpg` }),
  );
  const code = inside.downloadCode ?? inside.pictureDownloadCode;
  if (!code) return pictures;
  const kind = msgtype === 'audio' || msgtype === 'video' || msgtype === 'file' ? msgtype : 'picture';
  const name =
    inside.fileName ??
    (kind === 'audio' ? 'voice.amr' : kind === 'video' ? 'video.mp4' : `picture-${message.slice(-4) || '1'}.jpg`);
  return [...pictures, { kind, code, name, ...(inside.recognition ? { recognition: inside.recognition } : {}) }];
}

function quotedAttachments({ msgType, content: raw }: z.output<typeof replied>): readonly Attachment[] {
  const read = content.safeParse(typeof raw === 'string' ? parsed(raw) : (raw ?? {}));
  const code = read.success ? (read.data.downloadCode ?? read.data.pictureDownloadCode) : undefined;
  if (!read.success || !code) return [];
  const kind = msgType === 'audio' || msgType === 'video' || msgType === 'picture' ? msgType : 'file';
  return [{ kind, code, name: read.data.fileName ?? (kind === 'picture' ? 'picture.jpg' : 'file') }];
}

const parsed = (words: string): unknown => {
  try {
    return JSON.parse(words);
  } catch {
    // A quote that cannot be read is treated as one that says nothing.
    return {};
  }
};
