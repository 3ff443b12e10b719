import { useEffect, useRef, useState } from 'react';
import { CloseIcon } from '../looks/icons.tsx';
import { type Opening, usePhone } from '../phone/phone-context.ts';
import { Sheet } from '../phone/sheet.tsx';
import { addressOf } from './address.ts';
import { openBridge } from './bridge.ts';
import { Scan } from './scan.tsx';

type Props = { readonly opening: Opening; readonly onClose: () => void };

/** The mini-app inside the phone, as this person. */
export function MiniApp({ opening, onClose }: Props) {
  const { who, user } = usePhone();
  const frame = useRef<HTMLIFrameElement>(null);
  const [title, setTitle] = useState('');
  const [scan, setScan] = useState<{ readonly answer: (text: string | undefined) => void }>();
  const address = addressOf(opening.url, { corpId: who.corpId, fromWorkbench: opening.fromWorkbench === true });
  const url = 'url' in address ? address.url : undefined;
  const href = url?.href;

  const hands = useRef(() => ({
    who,
    user,
    theme: document.documentElement.dataset.theme === 'dark' ? ('dark' as const) : ('light' as const),
    setTitle,
    close: onClose,
    scan: () =>
      new Promise<string | undefined>((done) => setScan({ answer: (text) => (setScan(undefined), done(text)) })),
  }));
  useEffect(() => {
    if (href === undefined || frame.current === null) return;
    return openBridge(frame.current, new URL(href).origin, hands.current);
  }, [href]);

  return (
    <Sheet label={title || 'Mini-app'} className="mini" onClose={onClose}>
      <header className="room-bar">
        <div>
          <h3>{title || 'Mini-app'}</h3>
          <p>{url?.host ?? ''}</p>
        </div>
        <button type="button" className="tool" aria-label="Close the mini-app" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {href === undefined ? (
        <p className="nothing" role="alert">
          {'refused' in address ? address.refused : ''}
        </p>
      ) : (
        <iframe
          ref={frame}
          src={href}
          title={`Mini-app, opened by ${user.name}`}
          allow="camera; microphone; fullscreen; clipboard-write"
        />
      )}
      {scan && <Scan onDone={scan.answer} />}
    </Sheet>
  );
}
