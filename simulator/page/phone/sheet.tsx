import { type ReactNode, useEffect, useRef } from 'react';

type Props = {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
};

/** Something that lies over one phone. It takes the focus, gives it back, and Escape closes it. */
export function Sheet({ label, onClose, children, className = '' }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={sheet}
      className={`sheet ${className}`}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      {children}
    </div>
  );
}
