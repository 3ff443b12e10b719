export type AttachmentKind = 'picture' | 'file' | 'audio' | 'video';

/** Something picked, dropped or recorded that was not sent yet. */
export type Attachment = {
  readonly id: string;
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly blob: Blob;
  readonly durationMs?: number;
  readonly recognition?: string;
};

let made = 0;

export const anAttachment = (
  blob: Blob,
  name: string,
  kind: AttachmentKind,
  more: { readonly durationMs?: number; readonly recognition?: string } = {},
): Attachment => {
  made += 1;
  return { id: `a${made}`, kind, name, blob, ...more };
};

const PHOTO = /^image\/(jpeg|png|gif|webp|heic|heif|bmp)$/;

/** What the client makes of a file: photos are pictures, films are videos, all else is a file. */
export const kindOf = (type: string): AttachmentKind =>
  PHOTO.test(type) ? 'picture' : type.startsWith('video/') ? 'video' : 'file';

export const fromFile = (file: File, kind: AttachmentKind = kindOf(file.type)): Attachment =>
  anAttachment(file, file.name || 'unnamed', kind);

export const base64Of = (blob: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => failed(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(blob);
  });
