import type { ReactNode } from 'react';

const drawn = (children: ReactNode) =>
  function Icon() {
    return (
      <svg
        width={22}
        height={22}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {children}
      </svg>
    );
  };

/** The few strokes of the image room; each stands above its word. */
export const toolIcons = {
  scroll: drawn(<path d="M5 8h14M5 12h14M5 16h14M12 4v1M12 19v1" />),
  pan: drawn(<path d="M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3" />),
  window: drawn(
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>,
  ),
  draw: drawn(<path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3" />),
  pin: drawn(<path d="M4 5h16v11h-9l-4 4v-4H4zM12 8.2c1.6 0 1.6 2 0 2.3v.7M12 13.4h.01" />),
  voice: drawn(
    <path d="M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.5M6 11a6 6 0 0 0 12 0M12 17v3.5" />,
  ),
  view: drawn(
    <>
      <circle cx="5" cy="12" r="1.2" />
      <circle cx="12" cy="12" r="1.2" />
      <circle cx="19" cy="12" r="1.2" />
    </>,
  ),
  play: drawn(<path d="M8 5v14l11-7z" />),
  pause: drawn(<path d="M8 5v14M16 5v14" />),
  stop: drawn(<path d="M6 6h12v12H6z" />),
} as const;
