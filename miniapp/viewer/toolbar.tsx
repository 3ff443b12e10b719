import type { ImageWindow, ShapeKind } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';

export type Tool = 'scroll' | 'pan' | 'window' | ShapeKind;
const tools: readonly Tool[] = ['scroll', 'pan', 'window', 'circle', 'arrow', 'line', 'text', 'length', 'angle'];

type Props = {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly windows: readonly ImageWindow[];
  /** Only the service's pictures: nothing to turn or to measure. */
  readonly plain: boolean;
  readonly onWindow: (window: ImageWindow) => void;
  readonly onTurn: () => void;
  readonly onFlip: () => void;
  readonly onInvert: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
};

/** What the hand does, and what is done at once. Words, not signs alone; on a phone it scrolls sideways under the thumb. */
export function Toolbar({ tool, onTool, windows, plain, onWindow, onTurn, onFlip, onInvert, onZoom, onReset }: Props) {
  const say = useSay();
  if (plain) return null;
  return (
    <div className="room__tools" role="toolbar" aria-label={say('images.tools')}>
      {tools.map((one) => (
        <button key={one} type="button" className="room__tool" aria-pressed={tool === one} onClick={() => onTool(one)}>
          {say(`images.tool.${one}`)}
        </button>
      ))}
      {windows.map((one) => (
        <button key={one.name} type="button" className="room__tool" onClick={() => onWindow(one)}>
          {windowName(say, one.name)}
        </button>
      ))}
      <button type="button" className="room__tool" onClick={() => onZoom(1.25)}>
        {say('images.nearer')}
      </button>
      <button type="button" className="room__tool" onClick={() => onZoom(0.8)}>
        {say('images.farther')}
      </button>
      <button type="button" className="room__tool" onClick={onTurn}>
        {say('images.turn')}
      </button>
      <button type="button" className="room__tool" onClick={onFlip}>
        {say('images.flip')}
      </button>
      <button type="button" className="room__tool" onClick={onInvert}>
        {say('images.invert')}
      </button>
      <button type="button" className="room__tool" onClick={onReset}>
        {say('images.reset')}
      </button>
    </div>
  );
}

function windowName(say: ReturnType<typeof useSay>, name: string): string {
  switch (name) {
    case 'lung':
    case 'mediastinum':
    case 'bone':
    case 'brain':
    case 'abdomen':
      return say(`images.window.${name}`);
    default:
      return name;
  }
}
