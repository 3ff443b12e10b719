import type { Middleware } from 'koa';

/** Strict headers on every answer. `frame` names who may show us in a frame: nobody, but for the pretend DingTalk's phones. */
export const headers =
  (frame: () => string | undefined): Middleware =>
  async (ctx, next) => {
    const ancestors = frame() ?? "'none'";
    ctx.set({
      'content-security-policy': `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ${ancestors}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      ...(ctx.secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    });
    if (ctx.path.startsWith('/api/')) ctx.set('cache-control', 'no-store');
    await next();
  };
