/** What DingTalk's media store takes: DICOM is not among it. */
export type MediaKind = 'image' | 'voice' | 'video' | 'file';

const MB = 1024 * 1024;

const RULES: Readonly<Record<MediaKind, { readonly most: number; readonly endings: readonly string[] }>> = {
  image: { most: 20 * MB, endings: ['jpg', 'jpeg', 'gif', 'png', 'bmp'] },
  voice: { most: 2 * MB, endings: ['amr', 'mp3', 'wav'] },
  video: { most: 20 * MB, endings: ['mp4'] },
  file: { most: 20 * MB, endings: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
};

export const LARGEST = 20 * MB;

export const isMediaKind = (kind: string): kind is MediaKind => Object.hasOwn(RULES, kind);

/** Why an upload is refused (legacy codes), or undefined when it is taken. */
export function refusalOf(
  kind: string,
  fileName: string,
  size: number,
): { errcode: number; errmsg: string } | undefined {
  if (!isMediaKind(kind)) return { errcode: 40004, errmsg: 'invalid media type' };
  const { most, endings } = RULES[kind];
  const ending = fileName.toLowerCase().split('.').at(-1) ?? '';
  if (!endings.includes(ending)) return { errcode: 40005, errmsg: 'invalid file type' };
  if (size === 0 || size > most) return { errcode: 40006, errmsg: 'invalid file size' };
  return undefined;
}
