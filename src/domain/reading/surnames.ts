import { foldWord } from './folding.ts';

const fold = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(foldWord));

/** Surnames met in Hong Kong; they decide whether two to four characters that stand alone may be a name. */
export const surnames = fold(
  '陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 曾 邱 廖 賴 周 徐 蘇 葉 莊 呂 江 何 蕭 羅 高 潘 簡 朱 鍾 彭 游 詹 胡 施 沈 余 趙 盧 梁 顏 柯 孫 魏 翁 戴 范 方 宋 鄧 杜 傅 侯 曹 薛 丁 卓 馬 阮 董 唐 溫 藍 石 蔣 古 紀 姚 連 馮 歐 程 湯 田 康 姜 汪 白 鄒 尤 巫 鐘 黎 涂 龔 嚴 韓 袁 金 童 陸 柳 凃 邵 錢 伍 倪 于 譚 駱 熊 任 甘 秦 章 顧 毛 史 官 萬 俞 雷 粘 饒 闕 凌 崔 尹 孔 辛 辜 易 陶 段 龍 韋 葛 池 孟 褚 殷 麥 賀 賈 莫 文 管 關 向 包 丘 梅 華 利 裴 樊 房 全 佘 左 花 魯 安 鮑 郝 穆 塗 邢 蒲 成 谷 常 閻 練 盛 鄔 耿 聶 符 申 祝 繆 陽 解 曲 岳 齊 籃 應 單 舒 畢 喬 龎 翟 牛 鄞 留 季 冼 岑 招 禤 鄺 布 霍 植 司徒 歐陽 上官 諸葛 司馬 區 容 勞 卜 屈 冯',
);

/** The same in letters: Cantonese without a standard, pinyin and Taiwanese forms too. */
export const romanised = fold(
  'chan cheung wong ng lee li lau cheng chow chiu tsui hui kwok yip choi tsoi au ho lam leung ma mak tang tse yeung yuen yung lo law lui luk mok mui ngai or pang poon pun shek shum siu so sze szeto tai tam to tong tsang tsao tso tsoi tung wan wu yam yau yim yiu yu fan fok fong fu fung ha hau heung hung ip kan kam keung ko kong koo ku kwan kwong kwan lai lai lok man mo nam pak ping pui sin sung suen tin ting tsang wai wat woo yan yick ying chung chu chui chin ching cho choy chong chau chak cheuk chong dang hon hor huang zhang chen wang liu yang zhao wu zhou xu sun zhu lin he guo luo gao zheng liang xie song tang han feng deng cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng su wei lv ding ren shen yao lu fu zhong cui tan fan jin shi liao jia xia fang zou xiong meng qin qiu hou jiang yin xue yan duan lei long tao shi he gu mao hao gong shao wan qian tai',
);
