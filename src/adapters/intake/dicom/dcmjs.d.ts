/** dcmjs brings no types; these are the parts we use. */
declare module 'dcmjs' {
  const dcmjs: {
    readonly data: {
      readonly DicomMetaDictionary: {
        readonly dictionary: Readonly<Record<string, { readonly vr: string; readonly name?: string } | undefined>>;
        readonly denaturalizeDataset: (dataset: object) => unknown;
      };
      readonly DicomDict: new (meta: unknown) => { dict: unknown; write: (options?: object) => ArrayBuffer };
    };
  };
  export default dcmjs;
}
