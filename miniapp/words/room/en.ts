/** What the image room says of priors, photos and pages, in English. */
export const roomEn = {
  'images.photos': 'Photos',
  'images.pages': 'Document',
  'images.picture.flat': 'Picture {n} of {of}. Arrow keys move on.',
  'images.slider.flat': 'Picture',
  'images.broken.flat': 'Picture {n} cannot be shown: it did not come, or the file is damaged.',
  'images.not-come':
    'Picture {n} has not come: no connection, or signed out meanwhile. It is asked for again by itself.',
  'images.not-calibrated': '{n} px, not calibrated',
  'images.priors': 'Earlier examinations',
  'images.prior': '{at} · {from} · {code}',
  'images.prior.coming': 'The earlier images are on their way.',
  'images.prior.none': 'The earlier referral has no image that can be shown beside this one.',
  'images.prior.gone': 'The earlier images can no longer be shown.',
  'images.beside.by-place': 'Scrolled together by place in the body.',
  'images.beside.by-share':
    'Two examinations without a common reference: scrolled together by their share of the stack, not by place in the body. Set them beside each other by hand.',
  'images.beside.window': 'Each has its own window: their values cannot be compared.',
} as const;
