type Props = { readonly peaks: readonly number[] /** How much of it was heard, 0 to 1. */; readonly heard?: number };

/** How loud a voice is along its length. Quiet parts stay visible as a line of dots. */
export function Waveform({ peaks, heard = 0 }: Props) {
  const wide = 4;
  return (
    <svg
      className="waveform"
      viewBox={`0 0 ${Math.max(1, peaks.length) * wide} 32`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {peaks.map((peak, bar) => {
        const high = Math.max(2, Math.sqrt(peak) * 30);
        return (
          <rect
            // Bars have no other name than their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={bar}
            className={bar / peaks.length < heard ? 'waveform__bar waveform__bar--heard' : 'waveform__bar'}
            x={bar * wide}
            y={16 - high / 2}
            width={wide - 1.4}
            height={high}
            rx={1}
          />
        );
      })}
    </svg>
  );
}

export const spokenSeconds = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
