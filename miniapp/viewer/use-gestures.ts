import { type RefObject, useEffect, useRef } from 'react';

type At = readonly [number, number];

/** What thumbs and a mouse can mean. Places are in the element's own pixels. */
export type Gestures = {
  /** One pointer goes down; true when it begins a drawing of its own, which then gets its moves. */
  readonly draws: boolean;
  readonly onDraw: (phase: 'down' | 'move' | 'up', at: At) => void;
  /** Dragged with one pointer while nothing is drawn. */
  readonly onDrag: (by: At, at: At) => void;
  /** Where the finger or the mouse is, pressed or not. */
  readonly onHover: (at: At) => void;
  /** Pressed and lifted without a move, while nothing is drawn. */
  readonly onTap: (at: At) => void;
  readonly onPinch: (factor: number, at: At, by: At) => void;
  readonly onWheel: (steps: number, at: At, zooms: boolean) => void;
};

const middle = ([x, y]: At, [x2, y2]: At): At => [(x + x2) / 2, (y + y2) / 2];
const apart = ([x, y]: At, [x2, y2]: At): number => Math.hypot(x2 - x, y2 - y);

export function useGestures(element: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const now = useRef(gestures);
  now.current = gestures;
  useEffect(() => {
    const here = element.current;
    if (!here) return;
    const down = new Map<number, At>();
    let drawing: number | undefined;
    let pressed: At | undefined;
    const at = (event: PointerEvent | WheelEvent): At => {
      const box = here.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const onDown = (event: PointerEvent) => {
      here.setPointerCapture(event.pointerId);
      down.set(event.pointerId, at(event));
      pressed = down.size === 1 ? at(event) : undefined;
      if (down.size === 1 && now.current.draws) {
        drawing = event.pointerId;
        now.current.onDraw('down', at(event));
      } else if (down.size === 2) drawing = undefined;
    };
    const onMove = (event: PointerEvent) => {
      const before = down.get(event.pointerId);
      const place = at(event);
      if (down.size < 2) now.current.onHover(place);
      if (!before) return;
      if (pressed && apart(place, pressed) > 6) pressed = undefined;
      if (event.pointerId === drawing) now.current.onDraw('move', place);
      else if (down.size === 1) now.current.onDrag([place[0] - before[0], place[1] - before[1]], place);
      else {
        const other = [...down].find(([id]) => id !== event.pointerId)?.[1] ?? before;
        const [x, y] = middle(place, other);
        const [x0, y0] = middle(before, other);
        now.current.onPinch(apart(place, other) / Math.max(1, apart(before, other)), [x, y], [x - x0, y - y0]);
      }
      down.set(event.pointerId, place);
    };
    const onUp = (event: PointerEvent) => {
      if (event.pointerId === drawing) {
        drawing = undefined;
        now.current.onDraw('up', at(event));
      } else if (pressed && event.type === 'pointerup') now.current.onTap(pressed);
      pressed = undefined;
      down.delete(event.pointerId);
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      now.current.onWheel(Math.sign(event.deltaY), at(event), event.ctrlKey || event.metaKey);
    };
    here.addEventListener('pointerdown', onDown);
    here.addEventListener('pointermove', onMove);
    here.addEventListener('pointerup', onUp);
    here.addEventListener('pointercancel', onUp);
    here.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      here.removeEventListener('pointerdown', onDown);
      here.removeEventListener('pointermove', onMove);
      here.removeEventListener('pointerup', onUp);
      here.removeEventListener('pointercancel', onUp);
      here.removeEventListener('wheel', onWheel);
    };
  }, [element]);
}
