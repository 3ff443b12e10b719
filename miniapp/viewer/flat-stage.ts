import type { ImagePoint } from '#src/contract/images.ts';
import { isFlatHere, loadFlat, nearFlat } from './flat-pictures.ts';
import type { AnyStage } from './stage.ts';

/** A photo or a page has no pixels of its own that would stay the same however large it is drawn: its longer side counts as so many. */
const longerSide = 1600;

type Pair = readonly [number, number];
const radians = Math.PI / 180;

/** Photos, pages and, where the browser cannot draw slices, the service's pictures of them: looked at and drawn on like slices, without their values. */
export class FlatStage implements AnyStage {
  readonly isFlat = true;
  readonly #element: HTMLDivElement;
  readonly #canvas = document.createElement('canvas');
  readonly #heard = new Set<() => void>();
  readonly #slice: Pair | undefined;
  #ids: readonly string[] = [];
  #picture: ImageBitmap | undefined;
  /** Columns and rows that places are counted in. */
  #size: Pair = [1, 1];
  #isEnding = false;
  #degrees = 0;
  #isMirrored = false;
  #isInverted = false;
  #zoom = 1;
  #pan: Pair = [0, 0];

  /** `slice` is how many columns and rows the slice has that these pictures stand for. */
  constructor(element: HTMLDivElement, slice?: Pair) {
    this.#element = element;
    this.#slice = slice;
    this.#canvas.className = 'room__flat';
    element.append(this.#canvas);
  }

  get currentIds(): readonly string[] {
    return this.#ids;
  }

  async show(ids: readonly string[], index: number): Promise<void> {
    const wanted = ids[index];
    if (!wanted) return;
    const picture = await loadFlat(wanted);
    if (this.#isEnding) return;
    this.#ids = ids;
    this.#picture = picture;
    const unit = longerSide / Math.max(picture.width, picture.height);
    this.#size = this.#slice ?? [picture.width * unit, picture.height * unit];
    this.#paint();
  }

  load = (id: string): Promise<unknown> => loadFlat(id);
  isHere = isFlatHere;
  hasRoomFor = (id: string): boolean => nearFlat.hasRoomFor(id);
  hasSlice = (index: number): boolean => isFlatHere(this.#ids[index] ?? '');

  aim(places: ReadonlyMap<string, number>, index: number): void {
    nearFlat.aim(this, places, index);
  }

  get heldBytes(): number {
    return nearFlat.bytes;
  }

  /** There is no other picture of it to look at meanwhile. */
  get isUntouched(): boolean {
    return false;
  }

  // A picture has no values, and so no window.
  begin(): void {}
  window(): void {}
  get currentWindow(): undefined {
    return undefined;
  }
  valueAt(): undefined {
    return undefined;
  }

  invert(): void {
    this.#isInverted = !this.#isInverted;
    this.#paint();
  }

  turn(degrees: number): void {
    this.#degrees = (this.#degrees + degrees + 360) % 360;
    this.#paint();
  }

  flip(): void {
    this.#isMirrored = !this.#isMirrored;
    this.#paint();
  }

  zoomBy(factor: number, at: Pair = this.#middle): void {
    const before = this.toImage(at);
    this.#zoom = Math.min(40, Math.max(0.2, this.#zoom * factor));
    const [x, y] = this.toScreen(before);
    this.panBy([at[0] - x, at[1] - y]);
  }

  panBy([dx, dy]: Pair): void {
    this.#pan = [this.#pan[0] + dx, this.#pan[1] + dy];
    this.#paint();
  }

  reset(): void {
    this.#zoom = 1;
    this.#pan = [0, 0];
    this.#degrees = 0;
    this.#isMirrored = false;
    this.#isInverted = false;
    this.#paint();
  }

  resize(): void {
    this.#paint();
  }

  get middlePoint(): ImagePoint {
    return this.toImage(this.#middle);
  }

  get #middle(): Pair {
    return [this.#element.clientWidth / 2, this.#element.clientHeight / 2];
  }

  /** Pixels of the screen for one of the picture's: all of it is seen at first, also when it lies on its side. */
  get #scale(): number {
    const [columns, rows] = this.#size;
    const [wide, high] = this.#degrees % 180 === 0 ? [columns, rows] : [rows, columns];
    return Math.min(this.#element.clientWidth / wide, this.#element.clientHeight / high) * this.#zoom;
  }

  toScreen = ([x, y]: ImagePoint): Pair => {
    const [columns, rows] = this.#size;
    const [right, down] = turned([x + 0.5 - columns / 2, y + 0.5 - rows / 2], this.#degrees);
    const [middleX, middleY] = this.#middle;
    const scale = this.#scale;
    return [
      middleX + this.#pan[0] + (this.#isMirrored ? -right : right) * scale,
      middleY + this.#pan[1] + down * scale,
    ];
  };

  toImage([x, y]: Pair): ImagePoint {
    const [columns, rows] = this.#size;
    const [middleX, middleY] = this.#middle;
    const scale = this.#scale;
    const right = (x - middleX - this.#pan[0]) / scale;
    const [column, row] = turned(
      [this.#isMirrored ? -right : right, (y - middleY - this.#pan[1]) / scale],
      -this.#degrees,
    );
    return [column + columns / 2 - 0.5, row + rows / 2 - 0.5];
  }

  onPainted(heard: () => void): () => void {
    this.#heard.add(heard);
    return () => void this.#heard.delete(heard);
  }

  end(): void {
    this.#isEnding = true;
    nearFlat.leave(this);
    this.#canvas.remove();
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d');
    // One that made way for nearer ones while the next is on its way is wiped: what was painted of it stays.
    if (!context || !this.#picture || this.#picture.width === 0 || this.#isEnding) return;
    const dots = devicePixelRatio || 1;
    const [wide, high] = [this.#element.clientWidth, this.#element.clientHeight];
    this.#canvas.width = Math.round(wide * dots);
    this.#canvas.height = Math.round(high * dots);
    this.#canvas.style.filter = this.#isInverted ? 'invert(1)' : '';
    const [columns, rows] = this.#size;
    const [middleX, middleY] = this.#middle;
    context.scale(dots, dots);
    context.translate(middleX + this.#pan[0], middleY + this.#pan[1]);
    context.scale(this.#isMirrored ? -this.#scale : this.#scale, this.#scale);
    context.rotate(this.#degrees * radians);
    context.drawImage(this.#picture, -columns / 2, -rows / 2, columns, rows);
    for (const heard of this.#heard) heard();
  }
}

function turned([x, y]: Pair, degrees: number): Pair {
  const [sine, cosine] = [Math.sin(degrees * radians), Math.cos(degrees * radians)];
  return [x * cosine - y * sine, x * sine + y * cosine];
}
