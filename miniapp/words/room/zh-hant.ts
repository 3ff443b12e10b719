import type { roomEn } from './en.ts';

export const roomZhHant: Readonly<Record<keyof typeof roomEn, string>> = {
  'images.photos': '相片',
  'images.pages': '文件',
  'images.picture.flat': '第 {n} 張，共 {of} 張。以方向鍵翻看。',
  'images.slider.flat': '圖片',
  'images.broken.flat': '第 {n} 張未能顯示：未能取得，或檔案已損壞。',
  'images.not-come': '第 {n} 張仍未取得：沒有連線，或登入已過期。系統會自動再試。',
  'images.not-calibrated': '{n} px，未校準',
  'images.priors': '以往檢查',
  'images.prior': '{at} · {from} · {code}',
  'images.prior.coming': '正在取得以往影像。',
  'images.prior.none': '該次轉介沒有可並排顯示的影像。',
  'images.prior.gone': '以往影像已不能顯示。',
  'images.beside.by-place': '按身體位置同步捲動。',
  'images.beside.by-share': '兩次檢查沒有共同的定位基準：按影像疊的比例同步捲動，並非按身體位置。請自行對準。',
  'images.beside.window': '兩者各有窗寬窗位：數值不能直接比較。',
};
