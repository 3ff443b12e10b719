import { useSay } from '../../words/words.ts';

/** Where this is said, and how it is changed: the screen shows it and does not edit it. */
export function FromFile({ file }: { readonly file: string }) {
  const say = useSay();
  return <p className="small soft">{say('admin.file', { file })}</p>;
}
