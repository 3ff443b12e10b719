import { Enums, init as initCore, RenderingEngine, type Types, utilities } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import type { ImagePoint, ImageWindow } from '#src/contract/images.ts';
import { isHere, listen, load, near } from './slices.ts';

export { forgetPictures, forgetSlices } from './slices.ts';

let ready: Promise<void> | undefined;

/** Starts the decoder (in a worker of its own) and the renderer, once. Throws where the browser has no WebGL. */
export function wakeUp(): Promise<void> {
  ready ??= (async () => {
    if (!document.createElement('canvas').getContext('webgl2')) throw new Error('no WebGL');
    // One picture needs one; the library would take seven each, and a browser that has given out sixteen takes the first one back: its picture turns black.
    initCore({ debug: {}, rendering: { webGlContextCount: 1 } });
    initLoader({ maxWebWorkers: Math.max(1, Math.min(2, (navigator.hardwareConcurrency || 2) - 1)) });
    listen();
  })();
  return ready;
}

/** What the room asks of a picture on the screen, however it is drawn. */
export type AnyStage = Pick<Stage, keyof Stage>;

/** One picture on the screen: what it shows, how it is looked at, and where a point of the image lies on the screen. */
export class Stage {
  /** Nothing of it has values or a window: the service has drawn it. */
  readonly isFlat: boolean = false;
  readonly #element: HTMLDivElement;
  readonly #engine: RenderingEngine;
  readonly #name: string;
  #ids: readonly string[] = [];
  #ending = false;
  #isMoved = false;
  #isTouched = false;

  constructor(element: HTMLDivElement, name: string) {
    this.#element = element;
    this.#name = name;
    this.#engine = new RenderingEngine(`engine ${name}`);
    this.#engine.enableElement({
      viewportId: name,
      type: Enums.ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
  }

  get currentIds(): readonly string[] {
    return this.#ids;
  }

  get #viewport(): Types.IStackViewport {
    return this.#engine.getViewport(this.#name) as Types.IStackViewport;
  }

  /** Shows one slice of the stack. Throws when it cannot be decoded: the library itself would only show nothing. */
  async show(ids: readonly string[], index: number): Promise<void> {
    const wanted = ids[index];
    if (!wanted) return;
    await load(wanted);
    if (this.#ending) return;
    if (ids === this.#ids) await this.#viewport.setImageIdIndex(index);
    else {
      this.#ids = ids;
      await this.#viewport.setStack([...ids], index);
    }
    if (this.#ending) return;
    this.#viewport.render();
  }

  load: (id: string) => Promise<unknown> = load;

  isHere = isHere;

  hasSlice = (index: number): boolean => isHere(this.#ids[index] ?? '');

  /** Where this stack is looked at: what is near stays in memory. */
  aim(places: ReadonlyMap<string, number>, index: number): void {
    near.aim(this, places, index);
  }

  hasRoomFor = (id: string): boolean => near.hasRoomFor(id);

  /** Bytes of slices that this page holds now, of every stack. */
  get heldBytes(): number {
    return near.bytes;
  }

  /** Nobody zoomed, turned, inverted or windowed: the service's own picture would look the same. */
  get isUntouched(): boolean {
    return !this.#isTouched && !this.#isMoved;
  }

  /** The window a series opens with. */
  begin(window: Pick<ImageWindow, 'centre' | 'width'>): void {
    this.window(window);
    this.#isTouched = false;
  }

  window({ centre, width }: Pick<ImageWindow, 'centre' | 'width'>): void {
    this.#isTouched = true;
    this.#viewport.setProperties({ voiRange: { lower: centre - width / 2, upper: centre + width / 2 } });
    this.#viewport.render();
  }

  get currentWindow(): { centre: number; width: number } | undefined {
    const range = this.#viewport.getProperties().voiRange;
    return range && { centre: (range.lower + range.upper) / 2, width: range.upper - range.lower };
  }

  invert(): void {
    this.#isTouched = true;
    this.#viewport.setProperties({ invert: !this.#viewport.getProperties().invert });
    this.#viewport.render();
  }

  turn(degrees: number): void {
    this.#isTouched = true;
    const { rotation = 0 } = this.#viewport.getViewPresentation();
    this.#viewport.setViewPresentation({ rotation: (rotation + degrees + 360) % 360 });
    this.#viewport.render();
  }

  flip(): void {
    this.#isTouched = true;
    this.#viewport.setCamera({ flipHorizontal: !this.#viewport.getCamera().flipHorizontal });
    this.#viewport.render();
  }

  /** `factor` above 1 comes nearer; the point of the screen under `at` (the middle when not said) stays where it is. */
  zoomBy(factor: number, at: readonly [number, number] = this.#middle): void {
    const before = this.toImage(at);
    const zoom = Math.min(40, Math.max(0.2, this.#viewport.getZoom() * factor));
    this.#viewport.setZoom(zoom);
    const [x, y] = this.toScreen(before);
    this.panBy([at[0] - x, at[1] - y]);
  }

  /** The place of the image in the middle of what is seen. */
  get middlePoint(): ImagePoint {
    return this.toImage(this.#middle);
  }

  get #middle(): readonly [number, number] {
    return [this.#element.clientWidth / 2, this.#element.clientHeight / 2];
  }

  panBy([dx, dy]: readonly [number, number]): void {
    this.#isMoved = true;
    const [x, y] = this.#viewport.getPan();
    this.#viewport.setPan([x + dx, y + dy]);
    this.#viewport.render();
  }

  reset(): void {
    this.#isMoved = false;
    this.#isTouched = true;
    this.#viewport.resetCamera();
    this.#viewport.resetProperties();
    this.#viewport.render();
  }

  /** A picture that nobody moved fills its place again; one that was moved stays as it is looked at. */
  resize(): void {
    if (this.#ending) return;
    this.#engine.resize(true, true);
    if (this.#isMoved || this.#ids.length === 0) return;
    const { rotation = 0 } = this.#viewport.getViewPresentation();
    const { flipHorizontal = false } = this.#viewport.getCamera();
    this.#viewport.resetCamera();
    this.#viewport.setViewPresentation({ rotation });
    if (flipHorizontal !== this.#viewport.getCamera().flipHorizontal) this.#viewport.setCamera({ flipHorizontal });
    this.#viewport.render();
  }

  toScreen = (point: ImagePoint): readonly [number, number] => {
    const id = this.#viewport.getCurrentImageId();
    if (!id) return [0, 0];
    const world = utilities.imageToWorldCoords(id, [...point]);
    return world ? this.#viewport.worldToCanvas(world) : [0, 0];
  };

  toImage([x, y]: readonly [number, number]): ImagePoint {
    const id = this.#viewport.getCurrentImageId();
    if (!id) return [0, 0];
    const point = utilities.worldToImageCoords(id, this.#viewport.canvasToWorld([x, y]));
    return point ? [point[0], point[1]] : [0, 0];
  }

  /** The value under a point in the units of the picture (Hounsfield units for CT), where there is one. */
  valueAt(column: number, row: number): number | undefined {
    const image = this.#viewport.getCornerstoneImage();
    const raw = image?.getPixelData()[row * image.columns + column];
    if (!image || raw === undefined || image.color) return undefined;
    return image.preScale?.scaled ? raw : raw * image.slope + image.intercept;
  }

  /** Calls after each painting. */
  onPainted(heard: () => void): () => void {
    this.#element.addEventListener(Enums.Events.IMAGE_RENDERED, heard);
    this.#element.addEventListener(Enums.Events.CAMERA_MODIFIED, heard);
    return () => {
      this.#element.removeEventListener(Enums.Events.IMAGE_RENDERED, heard);
      this.#element.removeEventListener(Enums.Events.CAMERA_MODIFIED, heard);
    };
  }

  end(): void {
    this.#ending = true;
    near.leave(this);
    this.#engine.destroy();
  }
}

/** The values of a whole slice in the units of the picture (Hounsfield units for CT). Rejects where it cannot be decoded or is in colour. */
export async function valuesOf(id: string): Promise<(column: number, row: number) => number> {
  const image = await load(id);
  if (image.color) throw new Error('a picture in colour has no values');
  const values = image.getPixelData();
  const [slope, intercept] = image.preScale?.scaled ? [1, 0] : [image.slope, image.intercept];
  return (column, row) => (values[row * image.columns + column] ?? 0) * slope + intercept;
}
