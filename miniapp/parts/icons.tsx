import type { ReactNode } from 'react';

const drawn = (children: ReactNode) =>
  function Icon({ size = 20 }: { readonly size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {children}
      </svg>
    );
  };

/** Our own few strokes. An icon never speaks alone: it stands beside words. */
export const WorkIcon = drawn(<path d="M9 5h10M9 12h10M9 19h10M4.5 5h.01M4.5 12h.01M4.5 19h.01" />);
export const NewIcon = drawn(<path d="M12 5v14M5 12h14" />);
export const FindIcon = drawn(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);
export const SettingsIcon = drawn(
  <>
    <path d="M4 7h9M19 7h1M4 17h1M11 17h9" />
    <circle cx="16" cy="7" r="2.5" />
    <circle cx="8" cy="17" r="2.5" />
  </>,
);
export const BackIcon = drawn(<path d="m14.5 5-7 7 7 7" />);
export const AllergyIcon = drawn(
  <>
    <path d="M12 3 22 20.500H2z" />
    <path d="M12 9.500v5M12 17.500h.01" />
  </>,
);
export const ClockIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5l3 2" />
  </>,
);
export const CheckIcon = drawn(<path d="m5 12.5 4.5 4.500L19 7.5" />);
export const DoubtIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1 .8-1 1.700M12 16.500h.01" />
  </>,
);
export const SealIcon = drawn(
  <>
    <path d="M12 3 5 6v5.500c0 4.3 2.900 7.600 7 9 4.100-1.400 7-4.700 7-9V6z" />
    <path d="m9 12 2.200 2.200L15.5 10" />
  </>,
);
export const CameraIcon = drawn(
  <>
    <path d="M4 8h3.500L9 5.500h6L16.5 8H20v11H4z" />
    <circle cx="12" cy="13" r="3.5" />
  </>,
);
export const AlbumIcon = drawn(
  <>
    <rect x="4" y="5" width="16" height="14" rx="2" />
    <path d="m5 17 5-5 4 4 2.5-2.500L20 17M15.5 9h.01" />
  </>,
);
export const FileIcon = drawn(
  <>
    <path d="M7 3h7l5 5v13H7z" />
    <path d="M14 3v5h5" />
  </>,
);
export const FolderIcon = drawn(<path d="M3 6.500h6l2 2.500h10v10.500H3z" />);
export const OfflineIcon = drawn(
  <path d="M4 4l16 16M8.5 15.500a5 5 0 0 1 5.5-1M5 12a10 10 0 0 1 4-2.500M13 9a10 10 0 0 1 6 3M12 19h.01" />,
);
export const UpIcon = drawn(<path d="M12 19V5M6 11l6-6 6 6" />);
export const DownIcon = drawn(<path d="M12 5v14M6 13l6 6 6-6" />);
export const DoorIcon = drawn(<path d="M13 4h6v16h-6M4 12h10M10.5 8l4 4-4 4" />);
export const ScanIcon = drawn(<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16" />);
export const HandoverIcon = drawn(
  <>
    <path d="M4 8h13M13.500 4.500 17 8l-3.500 3.500" />
    <path d="M20 16H7M10.500 12.500 7 16l3.500 3.500" />
  </>,
);
export const RosterIcon = drawn(
  <path d="M4 6h16v14H4zM4 10.500h16M8.500 3.500v4M15.500 3.500v4M8 14.500h2M14 14.500h2" />,
);
export const MoreIcon = drawn(<path d="M5 12h.01M12 12h.01M19 12h.01" />);
export const ShieldIcon = drawn(<path d="M12 3 5 6v5.500c0 4.3 2.900 7.600 7 9 4.100-1.400 7-4.700 7-9V6z" />);
export const EyeIcon = drawn(
  <>
    <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z" />
    <circle cx="12" cy="12" r="2.500" />
  </>,
);
export const RuleIcon = drawn(<path d="M6 4h12v16H6zM9.500 9h5M9.500 13h5M9.500 17h2" />);
export const DrillIcon = drawn(<path d="M5 4v17M5 5h13l-3 4 3 4H5" />);
export const ChartIcon = drawn(<path d="M4 20h16M7 16v-4M12 16V6M17 16V9" />);
export const HouseIcon = drawn(<path d="M4 20V10l8-6 8 6v10h-5.500v-6h-5v6z" />);
export const UrgentIcon = drawn(<path d="M13 3 5 13.500h6L10 21l9-11h-6.500z" />);
export const AskIcon = drawn(
  <>
    <path d="M4 5h16v11h-9l-4.500 4v-4H4z" />
    <path d="M10 9a2 2 0 1 1 2.600 1.900c-.4.200-.6.500-.6 1M12 13.700h.01" />
  </>,
);
export const VisitIcon = drawn(
  <>
    <rect x="4" y="5.500" width="16" height="14" rx="2" />
    <path d="M4 10h16M8.500 3v4M15.500 3v4M9 14.500l2 2 4-4" />
  </>,
);
export const CallIcon = drawn(
  <path d="M6 3.500h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3a2 2 0 0 1-2.200 2A15.500 15.500 0 0 1 4 5.700 2 2 0 0 1 6 3.500z" />,
);
