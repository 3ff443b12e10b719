import { rule } from '../reading/folding.ts';

/** How much a problem, a medicine or a deed weighs for whoever sees the patient next, 0..100; the first line that fits counts. Not yet reviewed by a clinician. */
type Weights = readonly (readonly [weight: number, words: RegExp])[];

const problemWeights: Weights = [
  [
    1,
    rule(
      'employ(?:ment|ed)|medication review|education|housing|unhoused|homeless|social (?:isolat|contact|migr)|limited social|labor force|labour force|criminal record|armed forces|refugee|transport problem|risk activity|stress \\(finding|\\bstress$|received (?:higher|certificate)|lack of access|only received primary|not in labor',
    ),
  ],
  [
    3,
    rule(
      'risk level|normal (?:grief|weight)|patient referral|encounter for|well adult|history of (?:smoking cessation)',
    ),
  ],
  [
    95,
    rule('anaphyla|cardiac arrest|aortic dissect|malignant hypertherm|transplant|respiratory failure|status epilept'),
  ],
  [
    90,
    rule(
      'myocard.*infarct|heart attack|\\bstemi|nstemi|stroke|cerebral infarct|intracranial h|subarach|pulmonary embol|heart failure|sepsis|septic|end.?stage|stevens|necrolysis|心肌梗|中風|心衰|肺栓',
    ),
  ],
  [88, rule('cancer|carcinom|malign|lymphom|leuk(?:a)?em|metasta|sarcom|melanom|myelom|癌|惡性')],
  [
    82,
    rule(
      'atrial fib|atrial flutter|coronary|isch(?:a)?emic heart|angina|cardiomyop|ventricular|heart block|valve|stenosis of (?:aort|mitral)|aortic|aneurysm|transient isch|\\btia\\b|deep v|thrombo(?!cytop)|embol|h(?:a)?emophil|pre-?eclamp|cirrho|冠心|心房|血栓',
    ),
  ],
  [
    75,
    rule(
      'copd|chronic obstructive|emphysem|cystic fibros|pulmonary fibros|interstitial lung|pulmonary hypert|\\bhiv\\b|tubercul|gi(?:t)? bleed|gastrointestinal h|g6pd|sickle|addison|adrenal|myasthen|multiple sclerosis|dialysis|慢性阻塞|肺結核',
    ),
  ],
  [
    70,
    rule(
      'diabetes|chronic kidney|\\bckd\\b|renal (?:impair|insuff|failure|disease)|kidney (?:disease|failure|injury)|nephropath|epilep|seizure|schizo|bipolar|psychos|dement|alzheim|糖尿|腎病|腎衰|癲癇|懷孕',
    ),
  ],
  [
    62,
    rule(
      'asthma|rheumatoid|lupus|crohn|colitis|hepatitis [bc]|chronic hep|parkinson|pancreatit|peptic|(?:gastric|duodenal) ulcer|overdose|opioid|drug depend|alcohol(?:ism| depend| use disorder)|哮喘|類風濕|乙型肝炎|潰瘍',
    ),
  ],
  [55, rule('hypertens|retinopath|neuropath|thrombocytop|neutrop|proteinuria|albuminuria|高血壓')],
  [
    50,
    rule(
      'an(?:a)?emi|hypothyr|hyperthyr|thyrotox|graves|thalass|depress|bone density|osteopor|gout|pneumonia|貧血|甲狀腺|抑鬱|骨質|痛風',
    ),
  ],
  [
    42,
    rule(
      'lipid|cholesterol|triglycer|prediabet|metabolic|sleep apn|fatty liver|stone|calcul|fracture|prostat|glauc|血脂|前期糖尿|骨折',
    ),
  ],
  [
    34,
    rule(
      'obes|osteoarth|arthrit|migraine|reflux|gastrit|anxi|polyp|endometr|fibroid|catarac|concuss|肥胖|關節炎|偏頭痛',
    ),
  ],
  [24, rule('eczema|dermatit|psoria|chronic sinus|chronic pain|back pain|hearing|infect|appendic|濕疹|皮炎')],
  [
    12,
    rule(
      'rhinit|sinusit|bronchit|pharyng|tonsil|otitis|viral|cold|sprain|lacerat|contus|burn|whiplash|bite|injury|鼻|感冒',
    ),
  ],
];
const otherProblem = 28;

/** Single words of a finding, not of an illness. */
const onlyFinding = /\((?:finding|situation)\)\s*$/iu;

export function weightOfProblem(folded: string, written: string): number {
  const found = problemWeights.find(([, words]) => words.test(folded))?.[0];
  return found ?? (onlyFinding.test(written) ? 14 : otherProblem);
}

/** Weighs still when it is over: the scar tells. */
export const leavesScar = (weight: number): boolean => weight >= 70;

const medicineWeights: readonly (readonly [weight: number, classes: readonly string[]])[] = [
  [92, ['anticoagulant', 'vka', 'doac', 'heparin', 'thrombolytic']],
  [
    86,
    [
      'methotrexate',
      'antineoplastic',
      'tki',
      'calcineurin',
      'mtor',
      'thiopurine',
      'biologic',
      'jak',
      'platinum',
      'fluoropyrimidine',
    ],
  ],
  [84, ['insulin', 'lithium', 'digoxin', 'antiarrhythmic_iii', 'antiarrhythmic_ic', 'antiarrhythmic_ia']],
  [78, ['p2y12', 'immunosuppressant', 'maoi', 'opioid', 'hiv_pi', 'nnrti', 'nrti', 'insti', 'antitb']],
  [
    64,
    [
      'antiplatelet',
      'corticosteroid',
      'anticonvulsant',
      'antipsychotic',
      'sulfonylurea',
      'nti',
      'antithyroid',
      'colchicine',
      'clozapine',
    ],
  ],
  [
    50,
    [
      'antidiabetic',
      'bb',
      'loop',
      'mra',
      'arni',
      'antidepressant',
      'ssri',
      'snri',
      'tca',
      'nsaid',
      'cox2',
      'benzo',
      'nitrate',
      'dopaminergic',
      'levothyroxine',
      'aromatase',
      'serm',
      'estrogen',
    ],
  ],
  [
    40,
    [
      'acei',
      'arb',
      'ccb_dhp',
      'ccb_nondhp',
      'thiazide',
      'diuretic',
      'statin',
      'xanthine',
      'ics',
      'lama',
      'bisphosphonate',
      'rankl',
      'xanthine_oxidase_inh',
      'tcm',
      'contraceptive',
    ],
  ],
  [24, ['ppi', 'h2ra', 'beta2', 'alpha1', 'five_ari', 'fibrate', 'iron', 'penicillin', 'macrolide', 'cephalosporin']],
  [14, ['antihistamine', 'antihistamine_sedating', 'analgesic', 'laxative', 'vitamin', 'topical', 'antacid']],
];

/** By what kind of drug it is; a drug that no table knows may be anything and weighs a little more than a harmless one. */
export function weightOfMedicine(classes: readonly string[]): number {
  const found = medicineWeights.find(([, tags]) => tags.some((tag) => classes.includes(tag)));
  return found?.[0] ?? (classes.length > 0 ? 22 : 26);
}

/** Nobody may take over a patient without knowing of these. */
export const stopMedicine = 78;

const deedWeights: Weights = [
  [
    0,
    rule(
      'medication reconcil|documentation of|assessment|screening (?:for|using)|questionnaire|education|counsel(?:l)?ing|review|health and social care|discussion|notification|measurement of|plain|patient referral|physical exam|vaccination|information gathering|referral',
    ),
  ],
  [80, rule('pacemaker|defibrill|transplant|valve replac|mechanical valve')],
  [
    68,
    rule(
      'coronary|\\bpci\\b|angioplast|stent|bypass|\\bcabg\\b|dialys|amputat|mastect|resect|colectom|nephrect|splenect|gastrect|prostatect|craniot|chemother|radiother|tracheost|thrombect|intubat|resuscit',
    ),
  ],
  [
    48,
    rule(
      'hysterect|replacement|arthroplast|ablation|c(?:a)?esarean|append|cholecyst|biops|surg|ectomy|catheter|transfus|fixation',
    ),
  ],
  [
    26,
    rule(
      'colonosc|endosc|gastrosc|echocard|angiogra|bronchosc|electrocard|\\bct\\b|\\bmri?\\b|computed tomog|magnetic|mammogra|spirom|ultraso|x-?ray|bone density',
    ),
  ],
];

export const weightOfDeed = (folded: string): number => deedWeights.find(([, words]) => words.test(folded))?.[0] ?? 10;

/** The tests that tell how an illness is doing. */
const toldBy: readonly (readonly [RegExp, readonly string[]])[] = [
  [rule('an(?:a)?emi|貧血|thalass'), ['haemoglobin', 'ferritin', 'b12']],
  [rule('thromb|embol|atrial|fibrill|flutter|血栓|心房'), ['inr', 'd-dimer', 'platelets', 'heart-rate']],
  [rule('heart failure|cardiomyop|心衰'), ['ejection-fraction', 'bnp', 'creatinine', 'potassium']],
  [
    rule('infarct|coronary|angina|isch(?:a)?emic heart|chest pain|stemi|冠心|胸痛'),
    ['troponin', 'ldl', 'ejection-fraction', 'blood-pressure'],
  ],
  [rule('diabet|glyc|糖尿|血糖'), ['hba1c', 'glucose', 'urine-albumin']],
  [rule('eclamp'), ['blood-pressure', 'platelets', 'alt', 'creatinine']],
  [rule('hypertens|高血壓'), ['blood-pressure', 'potassium', 'creatinine']],
  [rule('lipid|cholest|triglycer|血脂'), ['ldl', 'cholesterol', 'triglycerides']],
  [rule('kidney|renal|nephr|腎'), ['creatinine', 'egfr', 'potassium', 'urine-albumin']],
  [rule('hepat|liver|cirrho|肝'), ['alt', 'bilirubin', 'albumin', 'inr', 'afp', 'platelets']],
  [rule('thyro|graves|甲狀腺'), ['tsh', 'free-t4']],
  [rule('gout|痛風'), ['urate', 'creatinine']],
  [rule('prostat|前列腺'), ['psa']],
  [rule('asthma|copd|obstructive|emphysem|fibros|哮喘|肺'), ['oxygen', 'fev1']],
  [rule('osteopor|bone density|骨質'), ['bone-density', 'calcium']],
  [rule('obes|肥胖'), ['bmi', 'weight']],
  [rule('infect|sepsis|pneumon|感染|肺炎'), ['crp', 'white-cells', 'lactate', 'temperature']],
  [rule('colon|rect'), ['cea', 'haemoglobin']],
];

/** Whether a test tells of an illness by its name. */
export const tellsOf = (problem: string, test: string | undefined): boolean =>
  test !== undefined && toldBy.some(([words, tests]) => words.test(problem) && tests.includes(test));

/** What a kind of drug is usually taken for, so that a medicine is told with its illness. */
const takenFor: readonly (readonly [classes: readonly string[], illness: RegExp])[] = [
  [
    ['anticoagulant', 'vka', 'doac', 'heparin'],
    rule('atrial|fibrill|flutter|thromb|embol|valve|stroke|cerebral infarct|心房|血栓|栓塞|中風'),
  ],
  [
    ['antiplatelet', 'p2y12'],
    rule('coronary|isch(?:a)?emic|infarct|angina|stroke|\\btia\\b|transient|peripheral (?:arter|vasc)|冠心|中風|心肌'),
  ],
  [['insulin', 'antidiabetic', 'biguanide', 'sulfonylurea', 'sglt2', 'dpp4', 'glp1'], rule('diabet|糖尿')],
  [['lithium'], rule('bipolar|manic|躁')],
  [['antipsychotic'], rule('schizo|psychos|bipolar|思覺')],
  [['ssri', 'snri', 'tca', 'antidepressant'], rule('depress|anxi|抑鬱|焦慮')],
  [['methotrexate', 'biologic', 'jak', 'antimalarial'], rule('rheumat|psoria|lupus|arthrit|crohn|colitis|類風濕')],
  [
    ['calcineurin', 'mtor', 'thiopurine', 'immunosuppressant'],
    rule('transplant|rheumat|lupus|nephrot|colitis|crohn|dermatit|移植'),
  ],
  [
    ['aromatase', 'serm', 'antineoplastic', 'tki', 'platinum', 'fluoropyrimidine'],
    rule('cancer|carcinom|malign|neoplas|tumou?r|癌'),
  ],
  [['digoxin', 'loop', 'mra', 'arni'], rule('heart failure|fibrill|cardiomyop|(?:o)?edema|cirrho|心衰')],
  [
    ['bb', 'bb_selective', 'nitrate'],
    rule('coronary|isch(?:a)?emic heart|angina|infarct|heart failure|fibrill|hypertens|eclamp|冠心|高血壓'),
  ],
  [['acei', 'arb', 'ccb_dhp', 'thiazide', 'diuretic'], rule('hypertens|eclamp|heart failure|proteinur|高血壓')],
  [['statin', 'fibrate'], rule('lipid|cholest|coronary|isch(?:a)?emic|infarct|血脂|膽固醇')],
  [['beta2', 'ics', 'lama', 'ltra', 'xanthine'], rule('asthma|copd|obstructive|emphysem|哮喘|慢性阻塞')],
  [['anticonvulsant', 'valproate'], rule('epilep|seizure|bipolar|癲癇|suicid')],
  [['levothyroxine'], rule('hypothyr|thyroid|甲狀腺')],
  [['antithyroid'], rule('hyperthyr|graves|thyrotox|甲亢')],
  [['xanthine_oxidase_inh', 'colchicine', 'uricosuric'], rule('gout|痛風')],
  [['bisphosphonate', 'rankl'], rule('osteopor|bone density|fracture|骨質')],
  [['cholinesterase_inh', 'nmda'], rule('dement|alzheim|認知')],
  [['dopaminergic', 'comt', 'maoi_b'], rule('parkinson|柏金遜')],
  [['nsaid', 'cox2', 'opioid', 'analgesic'], rule('arthr|pain|fracture|gout|關節|痛')],
  [['ppi', 'h2ra'], rule('reflux|ulcer|gastrit|barrett|胃')],
  [['antitb'], rule('tubercul|結核')],
  [['hiv_pi', 'nrti', 'nnrti', 'insti'], rule('\\bhiv\\b|愛滋')],
  [['alpha1', 'five_ari'], rule('prostat|前列腺')],
  [['iron'], rule('an(?:a)?emi|貧血')],
];

/** The illness a drug of these classes is for; the first kind that fits tells. */
export const reasonFor = (classes: readonly string[]): RegExp | undefined =>
  takenFor.find(([tags]) => tags.some((tag) => classes.includes(tag)))?.[1];
