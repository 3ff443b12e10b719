/**
 * Initials for lists and notices. English: `CHAN Siu Ming` is C.S.M.; Chinese: the surname and a mark for each further
 * character, 陳〇〇, because two Chinese characters are half the name.
 */
export function initialsOf(name: string): string {
  const plain = name.normalize('NFKC').trim();
  if (plain === '') return '';
  return /\p{Script=Han}/u.test(plain) ? chineseInitials(plain) : englishInitials(plain);
}

const doubleSurnames = new Set([
  '歐陽',
  '欧阳',
  '司徒',
  '上官',
  '司馬',
  '司马',
  '諸葛',
  '诸葛',
  '皇甫',
  '尉遲',
  '夏侯',
  '公孫',
  '東方',
  '慕容',
  '端木',
  '令狐',
]);

function chineseInitials(name: string): string {
  const characters = [...name].filter((each) => /\p{Script=Han}/u.test(each));
  const two = characters.slice(0, 2).join('');
  const surname = doubleSurnames.has(two) && characters.length > 2 ? two : (characters[0] ?? '');
  return surname + '〇'.repeat(Math.max(0, characters.length - [...surname].length));
}

const englishInitials = (name: string): string =>
  name
    .replace(/\b(?:mr|mrs|ms|miss|mdm|madam|dr|prof)\b\.?/giu, '')
    .split(/[\s,.]+/u)
    .map((word) => word.match(/\p{L}/u)?.[0]?.toUpperCase())
    .filter((letter) => letter !== undefined)
    .map((letter) => `${letter}.`)
    .join('');
