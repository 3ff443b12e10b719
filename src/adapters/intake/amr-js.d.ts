/** OpenCORE's decoder as a script; only what is used of it. */
declare module 'amr-js/library/amrnb.js' {
  const amr: { readonly WAV_HEADER_SIZE: number; toWAV(amr: Uint8Array): Uint8Array | null };
  export default amr;
}
