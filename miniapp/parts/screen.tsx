import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../desk.ts';
import { useSay } from '../words/words.ts';
import { BackIcon } from './icons.tsx';

type Props = {
  readonly title: string;
  readonly deep?: boolean;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
};

/** Title, way back, content. Coming to a screen puts the reader at its heading. The title never names a patient. */
export function Screen({ title, deep = false, beside, children }: Props) {
  const say = useSay();
  const { host } = useDesk();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Baton`;
    host.setTitle(title);
  }, [host, title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <header className="title">
        {deep && (
          <Link href="/" className="button button--quiet button--icon" aria-label={say('app.back')}>
            <BackIcon />
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {beside}
      </header>
      {children}
    </>
  );
}
