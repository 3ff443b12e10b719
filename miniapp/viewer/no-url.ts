/** Stands in for Node's `url` in the browser: the one who asks for it never calls it here. */
export const parse = (address: string): URL => new URL(address, location.href);
export const format = (address: URL): string => address.href;
export default { parse, format };
