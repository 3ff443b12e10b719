import { useMemo, useRef, useState } from 'react';
import type { EcgRecording } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';
import { between, gridOf, paperOf } from './ecg-paper.ts';

type Place = readonly [number, number];
type Props = { readonly recording: EcgRecording; readonly watermark: string };

/** How large a millimetre of paper is drawn: as on paper, and nearer. */
const sizes = [1, 1.5, 2.2] as const;

/** An ECG on its paper, to scale, with calipers. Their figures are the paper's and do not depend on the size of the screen. */
export function EcgRoom({ recording, watermark }: Props) {
  const say = useSay();
  const paper = useMemo(() => paperOf(recording), [recording]);
  const [size, setSize] = useState(0);
  const [measures, setMeasures] = useState(false);
  const [ends, setEnds] = useState<readonly [Place, Place]>();
  const svg = useRef<SVGSVGElement>(null);
  const isDown = useRef(false);

  const at = (event: React.PointerEvent): Place => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    return [
      ((event.clientX - box.left) / box.width) * paper.width,
      ((event.clientY - box.top) / box.height) * paper.height,
    ];
  };
  const onMove = (event: React.PointerEvent) => {
    if (isDown.current) setEnds((before) => before && [before[0], at(event)]);
  };
  const spans = ends && between(...ends);
  const scale = sizes[size] ?? 1;
  return (
    <section className="ecg" aria-label={say('images.ecg')}>
      <div className="room__drawer" role="toolbar" aria-label={say('images.tools')}>
        <button
          type="button"
          className="room__tool"
          aria-pressed={measures}
          onClick={() => {
            setMeasures(!measures);
            setEnds(undefined);
          }}
        >
          {say('images.ecg.calipers')}
        </button>
        <button
          type="button"
          className="room__tool"
          aria-disabled={size === sizes.length - 1}
          onClick={() => setSize(Math.min(sizes.length - 1, size + 1))}
        >
          {say('images.nearer')}
        </button>
        <button
          type="button"
          className="room__tool"
          aria-disabled={size === 0}
          onClick={() => setSize(Math.max(0, size - 1))}
        >
          {say('images.farther')}
        </button>
      </div>
      <p className="ecg__said" role="status">
        {spans
          ? say('images.ecg.span', {
              ms: spans.ms.toFixed(0),
              rate: spans.rate === undefined ? '–' : spans.rate.toFixed(0),
              mv: spans.mv.toFixed(2),
            })
          : say(measures ? 'images.ecg.caliper' : 'images.ecg.scale')}
      </p>
      {spans && <p className="room__none">{say('images.ecg.scale')}</p>}
      {recording.isShort && <p className="notice notice--late">{say('images.ecg.short')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide paper is scrolled with the keys */}
      <div
        className={measures ? 'ecg__paper ecg__paper--measures' : 'ecg__paper'}
        tabIndex={0}
        role="region"
        aria-label={say('images.ecg.paper')}
      >
        <svg
          ref={svg}
          viewBox={`0 0 ${paper.width} ${paper.height}`}
          style={{ inlineSize: `${paper.width * scale}mm`, blockSize: `${paper.height * scale}mm` }}
          role="img"
          aria-label={say('images.ecg.leads', { names: recording.leads.map(({ lead }) => lead).join(', ') })}
          onPointerDown={(event) => {
            if (!measures) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            isDown.current = true;
            setEnds([at(event), at(event)]);
          }}
          onPointerMove={onMove}
          onPointerUp={() => {
            isDown.current = false;
          }}
          onPointerCancel={() => {
            isDown.current = false;
          }}
        >
          <path className="ecg__fine" d={gridOf(paper, 1)} />
          <path className="ecg__coarse" d={gridOf(paper, 5)} />
          {paper.stretches.map(({ lead, x, y, path }) => (
            <g key={`${lead} ${x} ${y}`}>
              <path className="ecg__trace" d={path} />
              <text className="ecg__lead" x={x + 1} y={y - 11.5}>
                {lead}
              </text>
            </g>
          ))}
          <text className="ecg__mark" x={paper.width - 4} y={paper.height - 2} textAnchor="end">
            {watermark}
          </text>
          {ends && <Caliper from={ends[0]} to={ends[1]} />}
        </svg>
      </div>
    </section>
  );
}

const Caliper = ({ from: [x, y], to: [x2, y2] }: { readonly from: Place; readonly to: Place }) => (
  <g className="ecg__caliper" data-kind="caliper">
    <rect x={Math.min(x, x2)} y={Math.min(y, y2)} width={Math.abs(x2 - x)} height={Math.abs(y2 - y)} />
    <path
      d={`M${x} ${Math.min(y, y2) - 6}V${Math.max(y, y2) + 6}M${x2} ${Math.min(y, y2) - 6}V${Math.max(y, y2) + 6}`}
    />
  </g>
);
