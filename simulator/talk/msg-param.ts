import { refuse } from '../engines/refusal.ts';
import { asWire, parsed, text } from '../engines/wire.ts';
import type { MessageKind } from '../world/types.ts';

export type Plain = {
  readonly kind: MessageKind;
  readonly text?: string;
  readonly title?: string;
  readonly pushText: string;
  readonly buttons?: readonly { readonly title: string; readonly url: string }[];
};

const known = new Set([
  'sampleText',
  'sampleMarkdown',
  'sampleImageMsg',
  'sampleLink',
  'sampleActionCard',
  'sampleActionCard2',
  'sampleActionCard3',
  'sampleActionCard4',
  'sampleActionCard5',
  'sampleActionCard6',
  'sampleAudio',
  'sampleFile',
  'sampleVideo',
]);

/** What a msgKey with its msgParam looks like in a chat, after the checks the real server makes. */
export function plainFrom(msgKey: string | undefined, msgParam: string | undefined): Plain {
  if (!msgKey) return refuse('invalidParameter.msgKey.empty', 'msgKey is missing');
  if (!known.has(msgKey)) return refuse('invalidParameter.msgKey.invalid', 'there is no such msgKey');
  if (msgParam === undefined || Buffer.byteLength(msgParam) > 15_000)
    return refuse(
      msgParam === undefined ? 'invalidParameter.msgParam.invalid' : 'invalidParameter.msgParam.tooLong',
      'msgParam is a JSON string of at most 15,000 bytes',
    );
  const param = asWire(parsed(msgParam));
  const title = text(param, 'title') ?? '';
  const body = text(param, 'text') ?? '';
  if (msgKey === 'sampleText')
    return {
      kind: 'text',
      text: text(param, 'content') ?? refuse('invalidParameter.msgParam.invalid', 'content is missing'),
      pushText: text(param, 'content') ?? '',
    };
  if (msgKey === 'sampleMarkdown') return { kind: 'markdown', title, text: body, pushText: title };
  if (msgKey === 'sampleLink')
    return {
      kind: 'link',
      title,
      text: body,
      pushText: title,
      buttons: [{ title: 'Open', url: text(param, 'messageUrl') ?? '' }],
    };
  if (msgKey.startsWith('sampleActionCard'))
    return { kind: 'actionCard', title, text: body, pushText: title, buttons: buttonsOf(param) };
  return {
    kind:
      msgKey === 'sampleAudio'
        ? 'audio'
        : msgKey === 'sampleVideo'
          ? 'video'
          : msgKey === 'sampleFile'
            ? 'file'
            : 'image',
    text: text(param, 'fileName') ?? '',
    pushText: `[${msgKey}]`,
  };
}

function buttonsOf(param: ReturnType<typeof asWire>): readonly { title: string; url: string }[] {
  const single = text(param, 'singleURL');
  if (single) return [{ title: text(param, 'singleTitle') ?? '', url: single }];
  const numbered = [1, 2, 3, 4, 5].flatMap((n) => {
    const url = text(param, `actionURL${n}`) ?? text(param, `buttonUrl${n}`);
    return url ? [{ title: text(param, `actionTitle${n}`) ?? text(param, `buttonTitle${n}`) ?? '', url }] : [];
  });
  return numbered;
}
