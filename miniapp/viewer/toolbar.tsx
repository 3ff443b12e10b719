import { useState } from 'react';
import type { ImageWindow, ShapeKind } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';
import { toolIcons } from './tool-icons.tsx';

export type Tool = 'scroll' | 'pan' | 'window' | 'voice' | ShapeKind;
const shapes = ['circle', 'arrow', 'line', 'text', 'length', 'angle'] as const satisfies readonly ShapeKind[];
type Drawer = 'window' | 'draw' | 'view';

export type RoomDeeds = {
  readonly onWindow: (window: ImageWindow) => void;
  readonly onTurn: () => void;
  readonly onFlip: () => void;
  readonly onInvert: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
  readonly onPlay: () => void;
  readonly onWhole: () => void;
  readonly onBeside?: () => void;
  readonly onPlanes?: () => void;
};

type Props = RoomDeeds & {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly windows: readonly ImageWindow[];
  /** Drawn by the service: no window to choose, and no planes to cut. */
  readonly isFlat: boolean;
  readonly hasMany: boolean;
  readonly plays: boolean;
  readonly isWhole: boolean;
  readonly isBeside: boolean;
  readonly isPlanes: boolean;
  /** Where what was drawn can be had as a file for other systems, once something was. */
  readonly reportAddress?: string | undefined;
};

/** What the hand does, and what is done at once: six things under the thumb, the others one tap further. Words, not signs alone. */
export function Toolbar(props: Props) {
  const { tool, onTool, isFlat, hasMany } = props;
  const say = useSay();
  const [open, setOpen] = useState<Drawer>();
  const toggle = (drawer: Drawer) => setOpen((before) => (before === drawer ? undefined : drawer));
  const hand = (one: Tool, icon: keyof typeof toolIcons, drawer?: Drawer) => (
    <Big
      icon={icon}
      word={say(`images.tool.${one}`)}
      pressed={tool === one}
      onPress={() => {
        onTool(one);
        setOpen(drawer);
      }}
    />
  );
  return (
    <div className="room__tools" role="toolbar" aria-label={say('images.tools')}>
      <div className="room__hands">
        {hasMany ? hand('scroll', 'scroll') : hand('pan', 'pan')}
        {!isFlat && hand('window', 'window', 'window')}
        <Big
          icon="draw"
          word={say('images.draw')}
          pressed={shapes.some((one) => one === tool)}
          expanded={open === 'draw'}
          onPress={() => toggle('draw')}
        />
        {hand('pin', 'pin')}
        {hand('voice', 'voice')}
        <Big icon="view" word={say('images.more')} expanded={open === 'view'} onPress={() => toggle('view')} />
      </div>
      {open === 'draw' && (
        <div className="room__drawer">
          {shapes.map((one) => (
            <Small key={one} word={say(`images.tool.${one}`)} pressed={tool === one} onPress={() => onTool(one)} />
          ))}
        </div>
      )}
      {open === 'window' && (
        <div className="room__drawer">
          {props.windows.map((one) => (
            <Small key={one.name} word={windowName(say, one.name)} onPress={() => props.onWindow(one)} />
          ))}
          <Small word={say('images.invert')} onPress={props.onInvert} />
        </div>
      )}
      {open === 'view' && <ViewDrawer {...props} />}
    </div>
  );
}

function ViewDrawer(props: Props) {
  const { tool, onTool, isFlat, hasMany, plays, isWhole, isBeside, isPlanes } = props;
  const say = useSay();
  return (
    <div className="room__drawer">
      {hasMany && <Small word={say('images.tool.pan')} pressed={tool === 'pan'} onPress={() => onTool('pan')} />}
      <Small word={say('images.nearer')} onPress={() => props.onZoom(1.25)} />
      <Small word={say('images.farther')} onPress={() => props.onZoom(0.8)} />
      <Small word={say('images.turn')} onPress={props.onTurn} />
      <Small word={say('images.flip')} onPress={props.onFlip} />
      {isFlat && <Small word={say('images.invert')} onPress={props.onInvert} />}
      <Small word={say('images.reset')} onPress={props.onReset} />
      {hasMany && <Small word={say(plays ? 'images.pause' : 'images.play')} pressed={plays} onPress={props.onPlay} />}
      {props.onBeside && <Small word={say('images.beside')} pressed={isBeside} onPress={props.onBeside} />}
      {!isFlat && props.onPlanes && <Small word={say('images.planes')} pressed={isPlanes} onPress={props.onPlanes} />}
      {props.reportAddress && (
        <a className="room__tool" href={props.reportAddress} download>
          {say('images.report')}
        </a>
      )}
      <Small word={say('images.whole')} pressed={isWhole} onPress={props.onWhole} />
    </div>
  );
}

type BigProps = {
  readonly icon: keyof typeof toolIcons;
  readonly word: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly onPress: () => void;
};

function Big({ icon, word, pressed, expanded, onPress }: BigProps) {
  const Icon = toolIcons[icon];
  return (
    <button
      type="button"
      className="room__hand"
      aria-pressed={pressed}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      onClick={onPress}
    >
      <Icon />
      <span>{word}</span>
    </button>
  );
}

type SmallProps = { readonly word: string; readonly pressed?: boolean; readonly onPress: () => void };
const Small = ({ word, pressed, onPress }: SmallProps) => (
  <button type="button" className="room__tool" aria-pressed={pressed} onClick={onPress}>
    {word}
  </button>
);

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
