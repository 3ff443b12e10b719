import { foldWord } from '../reading/folding.ts';

/** Words that put a sentence together and say nothing of a patient by themselves. What is not here has to stand in an excerpt. */
const latin =
  'a an the and or of on in at to from with by for as is are was were be been has have had this that these those it its also too yet but then than both each other ' +
  'patient patients he she they his her their who which whose when where while since until after before between during over about now currently current latest last first recent recently most ' +
  'allergy allergies allergic reaction takes taking taken on prescribed treated treatment medicine medicines medication medications drug drugs dose ' +
  'recorded record records noted documented known history family planned plan flagged flag vaccines vaccine result results value awaited test measured level ' +
  'problem problems condition conditions diagnosis diagnosed active ongoing chronic underwent done had performed procedure changed change went until date dated year years old ' +
  'criticality severity named listed named shows show showed reported found including include includes other another more';

/** Words of states and doubts are checked on their own; here they may stand when that check has let them through. */
const states = 'stopped resolved inactive remission unconfirmed no not without';

const han = [
  '過敏',
  '但另有記錄',
  '卻正服用',
  '正服用',
  '已停用',
  '自',
  '記錄於',
  '已痊癒',
  '緩解',
  '非活躍',
  '未確定',
  '由',
  '改為',
  '之前',
  '至',
  '藥物',
  '等候結果',
  '家族病史',
  '計劃',
  '警示',
  '疫苗',
  '高危',
  '嚴重',
  '及',
  '和',
  '病人',
  '患者',
  '有',
  '於',
  '的',
  '最近',
  '目前',
  '現時',
  '結果',
  '曾',
  '在',
  '為',
  '是',
  '後',
  '前',
  '並',
  '與',
  '年',
  '月',
  '日',
  '起',
];

export const frameWords = {
  latin: new Set(`${latin} ${states} high`.split(' ')),
  // The longest first, so that a part of a word is not cut out of it.
  han: [...new Set(han.map(foldWord))].sort((one, other) => other.length - one.length),
} as const;
