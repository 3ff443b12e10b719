import type { roomEn } from './en.ts';

export const roomZhHans: Readonly<Record<keyof typeof roomEn, string>> = {
  'images.photos': '照片',
  'images.pages': '文件',
  'images.picture.flat': '第 {n} 张，共 {of} 张。用方向键翻看。',
  'images.slider.flat': '图片',
  'images.broken.flat': '第 {n} 张无法显示：未能取得，或文件已损坏。',
  'images.not-come': '第 {n} 张仍未取得：没有连接，或登录已过期。系统会自动再试。',
  'images.not-calibrated': '{n} px，未校准',
  'images.priors': '以往检查',
  'images.prior': '{at} · {from} · {code}',
  'images.prior.coming': '正在取得以往影像。',
  'images.prior.none': '该次转介没有可并排显示的影像。',
  'images.prior.gone': '以往影像已不能显示。',
  'images.beside.by-place': '按身体位置同步滚动。',
  'images.beside.by-share': '两次检查没有共同的定位基准：按图像序列的比例同步滚动，并非按身体位置。请手动对准。',
  'images.beside.window': '两者各有窗宽窗位：数值不能直接比较。',
};
