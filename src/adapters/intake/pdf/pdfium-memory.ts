import type { WrappedPdfiumModule } from '@embedpdf/pdfium';

type Memory = { malloc(bytes: number): number; free(place: number): void };
/** The memory that PDFium works in. */
export function memoryOf(pdfium: WrappedPdfiumModule): { wasmExports: Memory; HEAPU8: () => Uint8Array } {
  // The wrapper's types name the module loosely; these three are always there.
  const module = pdfium.pdfium as unknown as { wasmExports: Memory; HEAPU8: Uint8Array };
  return { wasmExports: module.wasmExports, HEAPU8: () => module.HEAPU8 };
}
