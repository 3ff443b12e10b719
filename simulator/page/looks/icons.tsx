import type { ReactNode } from 'react';

const Icon = ({ children }: { readonly children: ReactNode }) => (
  <svg
    viewBox="0 0 24 24"
    width="22"
    height="22"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const ChatIcon = () => <Icon>{<path d="M4 5h16v11H9l-5 4z" />}</Icon>;
export const GridIcon = () => <Icon>{<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z" />}</Icon>;
export const TickIcon = () => <Icon>{<path d="M4 4h16v16H4zM8 12l3 3 5-6" />}</Icon>;
export const BackIcon = () => <Icon>{<path d="M15 5l-7 7 7 7" />}</Icon>;
export const CloseIcon = () => <Icon>{<path d="M6 6l12 12M18 6L6 18" />}</Icon>;
export const PlusIcon = () => <Icon>{<path d="M12 5v14M5 12h14" />}</Icon>;
export const SendIcon = () => <Icon>{<path d="M5 12h13M13 6l6 6-6 6" />}</Icon>;
export const QuoteIcon = () => <Icon>{<path d="M9 8L4 12l5 4M4 12h9a6 6 0 016 6" />}</Icon>;
export const PhotoIcon = () => <Icon>{<path d="M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01" />}</Icon>;
export const FileIcon = () => <Icon>{<path d="M7 3h7l4 4v14H7zM14 3v4h4" />}</Icon>;
export const VoiceIcon = () => (
  <Icon>{<path d="M12 4a3 3 0 013 3v5a3 3 0 01-6 0V7a3 3 0 013-3zM6 12a6 6 0 0012 0M12 18v3" />}</Icon>
);
export const WeatherIcon = () => (
  <Icon>
    {
      <path d="M7 17a4 4 0 01.500-8A5.500 5.500 0 0118 10.500a3.300 3.300 0 01-.500 6.500zM9 20l-.500 1.500M13 20l-.500 1.500M17 20l-.500 1.500" />
    }
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    {<path d="M12 8a4 4 0 100 8 4 4 0 000-8zM12 3v2M12 19v2M3 12h2M19 12h2M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1" />}
  </Icon>
);
export const MoonIcon = () => (
  <Icon>{<path d="M19 14.500A7.500 7.500 0 019.500 5a7.500 7.500 0 109.500 9.500z" />}</Icon>
);
