import { type ComponentType, useState } from 'react';
import { useDesk } from '../../desk.ts';
import { ScanIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { codeWithin } from './wish.ts';

type ScanSheet = ComponentType<{ readonly onCode: (text: string) => void; readonly onClose: () => void }>;

/** DingTalk reads codes itself; in a plain browser our own reader is fetched when it is first asked for. */
export function ScanButton({ onCode }: { readonly onCode: (code: string) => void }) {
  const say = useSay();
  const { host } = useDesk();
  const [failed, setFailed] = useState(false);
  const [Reader, setReader] = useState<ScanSheet>();
  const onScan = async () => {
    setFailed(false);
    try {
      if (host.scan) onCode(codeWithin(await host.scan()));
      else {
        const { ScanSheet } = await import('./scan/scan-sheet.tsx');
        setReader(() => ScanSheet);
      }
    } catch {
      // Cancelled, unreadable, or not to be had: the field is still there to type in.
      setFailed(true);
    }
  };
  const close = () => setReader(undefined);
  return (
    <>
      <button type="button" className="button" onClick={() => void onScan()}>
        <ScanIcon size={18} />
        {say('find.scan')}
      </button>
      {failed && (
        <p className="late" role="alert">
          {say('find.scan-failed')}
        </p>
      )}
      {Reader && (
        <Reader
          onClose={close}
          onCode={(text) => {
            close();
            onCode(codeWithin(text));
          }}
        />
      )}
    </>
  );
}
