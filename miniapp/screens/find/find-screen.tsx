import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { useFound } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { FindIcon, ScanIcon } from '../../parts/icons.tsx';
import { ReferralLines } from '../../parts/referral-line.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** By code, HKID or name. What was searched for stays in this screen's memory: no address, no storage. */
export function FindScreen() {
  const say = useSay();
  const { host } = useDesk();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [scanFailed, setScanFailed] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(typed.trim());
  };
  const onScan = async () => {
    setScanFailed(false);
    try {
      const words = codeWithin((await host.scan?.()) ?? '');
      setTyped(words);
      setAsked(words);
    } catch {
      // Cancelled or unreadable: the field is still there to type in.
      setScanFailed(true);
    }
  };
  return (
    <Screen title={say('find.title')}>
      <div className="stack narrow">
        <form className="stack stack--tight" role="search" onSubmit={onSubmit}>
          <div className="field">
            <label htmlFor="find">{say('find.label')}</label>
            <input
              id="find"
              type="search"
              value={typed}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              aria-describedby="find-help"
              maxLength={200}
              onChange={({ target }) => setTyped(target.value)}
            />
            <p className="small soft" id="find-help">
              {say('find.help')}
            </p>
          </div>
          <div className="row">
            <button type="submit" className="button button--main">
              <FindIcon size={18} />
              {say('find.go')}
            </button>
            {host.scan && (
              <button type="button" className="button" onClick={() => void onScan()}>
                <ScanIcon size={18} />
                {say('find.scan')}
              </button>
            )}
          </div>
          {scanFailed && (
            <p className="late" role="alert">
              {say('find.scan-failed')}
            </p>
          )}
        </form>
        <Found words={asked} />
        <Link href="/emergency" className="button button--quiet">
          {say('emergency.link')}
        </Link>
      </div>
    </Screen>
  );
}

/** A QR code of ours is a link that ends in the referral's number or code; any other code is taken as it is. */
export const codeWithin = (scanned: string): string =>
  /\b([2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3})\b/i.exec(scanned)?.[1] ?? scanned.trim();

function Found({ words }: { readonly words: string }) {
  const say = useSay();
  const { data, error, refetch } = useFound(words);
  if (words.length < 2) return null;
  if (error && !data) return <TroubleState error={error} again={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.length === 0)
    return <State icon={<FindIcon size={40} />} title={say('find.nothing')} help={say('find.nothing.help')} />;
  return (
    <section className="stack stack--tight" aria-label={say('find.count', { n: data.length })}>
      <p role="status" className="soft">
        {say('find.count', { n: data.length })}
      </p>
      <ReferralLines lines={data} />
    </section>
  );
}
