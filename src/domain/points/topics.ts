import { rule } from '../reading/folding.ts';

/** What a question can be about, and what in a record belongs to it. Patterns are matched against folded text: lower case, Simplified. */
export type Topic = {
  readonly id: TopicId;
  readonly asks: RegExp;
  readonly problems: RegExp;
  readonly classes: readonly string[];
  readonly tests: readonly string[];
  readonly deeds: RegExp;
};

export type TopicId =
  | 'cardiac'
  | 'pressure'
  | 'lipids'
  | 'diabetes'
  | 'respiratory'
  | 'renal'
  | 'liver'
  | 'gastro'
  | 'blood'
  | 'neuro'
  | 'mental'
  | 'joints'
  | 'thyroid'
  | 'cancer'
  | 'infection'
  | 'women'
  | 'urology'
  | 'skin'
  | 'ent'
  | 'eye'
  | 'surgery'
  | 'imaging'
  | 'medicines'
  | 'allergies'
  | 'vaccines'
  | 'social';

const never = '(?!)';
const topic = (
  id: TopicId,
  asks: string,
  problems: string,
  classes = '',
  tests = '',
  deeds: string = never,
): Topic => ({
  id,
  asks: rule(asks),
  problems: rule(problems),
  classes: classes.split(' ').filter((each) => each !== ''),
  tests: tests.split(' ').filter((each) => each !== ''),
  deeds: rule(deeds),
});

export const topics: readonly Topic[] = [
  topic(
    'cardiac',
    'cardi|heart|angina|coronary|palpitat|chest (?:pain|tight|discomfort|pressure)|\\becg\\b|\\bekg\\b|tropon|arrhythm|\\batrial|\\ba\\.?f(?:ib)?\\b|murmur|\\bmi\\b|\\bacs\\b|stemi|心|胸痛|胸悶|胸口|冠脈',
    'heart|cardi(?!a of stomach)|coronary|angina|myocard|atrial|arrhythm|fibrillat|tachycard|bradycard|valv|aort|mitral|eclamp|isch(?:a)?emic (?!stroke|attack)|\\bmi\\b|hypertens|chest pain|syncop|palpitat|stemi|lipid|cholesterol|obes|embol|thromb(?!ocytop)|心|冠狀|高血壓|胸痛|血脂',
    'anticoagulant antiplatelet p2y12 bb bb_selective bb_nonselective nitrate digoxin antiarrhythmic antiarrhythmic_ia antiarrhythmic_ic antiarrhythmic_iii arni mra loop heart_rate antianginal statin acei arb ccb_dhp ccb_nondhp sglt2 thiazide diuretic nsaid',
    'troponin bnp ejection-fraction blood-pressure heart-rate ldl potassium ck d-dimer',
    'angiogra|angioplast|\\bpci\\b|stent|bypass|\\bcabg\\b|echocard|electrocard|\\becg\\b|pacemaker|defibrill|cardi|ablation|holter|valve|通波仔|心',
  ),
  topic(
    'pressure',
    'hypertens|blood pressure|\\bbp\\b|血壓',
    'hypertens|eclamp|高血壓',
    'acei arb bb bb_selective bb_nonselective ccb_dhp ccb_nondhp thiazide diuretic loop alpha1 alpha2_agonist mra antihypertensive',
    'blood-pressure potassium creatinine egfr',
  ),
  topic(
    'lipids',
    'lipid|cholest|statin|triglycer|血脂|膽固醇',
    'lipid|cholesterol|triglycer|血脂|膽固醇',
    'statin fibrate lipid pcsk9 bile_resin',
    'ldl cholesterol triglycerides hdl',
  ),
  topic(
    'diabetes',
    'diabet|sugar|gluc|hba1c|a1c|insulin|endocrin|hypogly|hypergly|\\bt[12]?dm\\b|\\bdm\\b|糖尿|血糖|糖化|內分泌|胰島',
    'diabet|glyc[ae]|insulin|metabolic syndrome|obes|retinopath|糖尿|肥胖|血糖',
    'antidiabetic insulin sulfonylurea biguanide sglt2 glp1 dpp4 glinide glitazone',
    'hba1c glucose urine-albumin egfr bmi',
  ),
  topic(
    'respiratory',
    'breath|dyspn|\\bsob\\b|cough|asthma|copd|lung|wheez|respir|sputum|h(?:a)?emoptys|pneumon|spirom|apn(?:o)?ea|pulmon|inhaler|oxygen|chest x|氣促|氣喘|咳|哮喘|肺|呼吸|痰',
    'asthma|copd|pulmon|embol|lung|bronch|pneumo|emphysem|apn(?:o)?ea|respirat|tubercul|pleur|airway|dyspn|哮喘|肺|支氣管|呼吸',
    'beta2 ics lama sama ltra xanthine theophylline corticosteroid antitb',
    'oxygen fev1',
    'spirom|chest x|bronchosc|lung|thora|intubat|ventilat|oxygen|pulmon|肺',
  ),
  topic(
    'renal',
    'renal|kidney|\\bckd\\b|\\baki\\b|dialys|creatinin|egfr|nephro|proteinuria|腎|透析|洗腎|肌酐',
    'renal|kidney|nephr|dialys|albuminuria|proteinuria|\\bckd\\b|腎',
    'nsaid cox2 acei arb loop mra biguanide aminoglycoside calcineurin',
    'egfr creatinine potassium urea urine-albumin',
    'dialys|renal|kidney|nephr|腎',
  ),
  topic(
    'liver',
    'liver|hepat|jaundice|cirrho|\\blft|\\balt\\b|ascites|肝|黃疸',
    'liver|hepat|cirrho|jaundice|ascites|varic|cholang|肝',
    'antiviral_hbv hcv',
    'alt ast bilirubin albumin alp hbsag afp inr platelets',
    'liver|hepat|肝|paracentes',
  ),
  topic(
    'gastro',
    'abdom|stomach|gastr|reflux|dyspep|heartburn|bowel|colon|rectal|rectum|melaena|melena|h(?:a)?ematemes|endoscop|swallow|dysphag|nausea|vomit|diarrh|constip|h. pylori|ulcer|腹|胃|腸|便|吞嚥|嘔|大腸',
    'gastr|ulcer|reflux|colitis|crohn|bowel|polyp|pancrea|gall|cholecyst|cholelith|append|hernia|divertic|h(?:a)?emorrhoid|gi bleed|(?:o)?esophag|dyspeps|constip|diarrh|abdom|celiac|coeliac|胃|腸|膽|胰',
    'ppi h2ra laxative antacid aminosalicylate prokinetic nsaid',
    'haemoglobin ferritin cea',
    'colonosc|endosc|gastrosc|\\bogd\\b|append|cholecyst|sigmoid|rectal|胃鏡|腸鏡|fecal|occult blood',
  ),
  topic(
    'blood',
    'bleed|an(?:a)?emi|bruis|h(?:a)?emoglobin|\\bhb\\b|clot|\\bdvt\\b|thromb|embol|anticoag|warfarin|\\binr\\b|h(?:a)?emato|platelet|transfus|貧血|出血|流血|血栓|瘀|抗凝|薄血|血色素',
    'an(?:a)?emi|thromb|embol|bleed|h(?:a)?emorrhag|leuk(?:a)?em|lymphoma|myeloma|h(?:a)?emophil|thalass|sickle|neutrop|g6pd|polycyth|coagul|貧血|出血|血栓|地中海|蠶豆',
    'anticoagulant antiplatelet vka doac heparin iron thrombolytic antifibrinolytic',
    'haemoglobin platelets inr ferritin b12 white-cells d-dimer',
    'transfus|bone marrow|filter',
  ),
  topic(
    'neuro',
    'stroke|\\btia\\b|seizure|epilep|convuls|headache|migraine|dizz|vertigo|weakness|numb|tremor|memory|confus|dement|neuro|faint|collapse|syncop|fit\\b|fits\\b|parkinson|中風|頭痛|頭暈|癲癇|抽搐|麻痺|麻|記憶|神經|暈|腦|無力',
    'stroke|cerebr|\\btia\\b|transient isch|epilep|seizure|migraine|headache|dement|alzheim|parkinson|neuropath|multiple sclerosis|concuss|brain|intracran|subarach|mening|crani|腦|癲癇|中風|神經',
    'anticonvulsant anticoagulant antiplatelet p2y12 dopaminergic comt maoi_b cholinesterase_inh nmda triptan gepant valproate gabapentinoid',
    'blood-pressure glucose sodium',
    'brain|head|\\beeg\\b|carotid|lumbar punct|crani|腦',
  ),
  topic(
    'mental',
    'depress|anxi|mood|suicid|psych|sleep|insomn|mental|panic|抑鬱|焦慮|情緒|自殺|精神|失眠|驚恐',
    'depress|anxi|bipolar|schizo|psycho|suicid|self.?harm|alcohol|substance|opioid (?:abuse|depend|use)|drug (?:depend|abuse|overdose)|ptsd|stress disorder|attention deficit|insomn|抑鬱|焦慮|精神|思覺',
    'ssri snri tca antidepressant antipsychotic lithium benzo zdrug maoi stimulant alcohol',
    'tsh sodium',
    'psych|counsel|electroconv',
  ),
  topic(
    'joints',
    'joint|knee|\\bhip\\b|back (?:pain|ache)|low back|shoulder|arthr|rheum|gout|muscle|sprain|orthop|bone|fractur|osteopor|nsaid|painkill|analges|關節|膝|腰|背痛|風濕|痛風|骨|止痛|消炎',
    'arthr|rheum|gout|osteo|fractur|sprain|back pain|lupus|spondyl|myalg|tend[io]n|menisc|sciatic|fibromyal|joint|whiplash|關節|痛風|骨',
    'nsaid cox2 corticosteroid methotrexate immunosuppressant colchicine xanthine_oxidase_inh uricosuric bisphosphonate rankl biologic jak antimalarial opioid muscle_relaxant analgesic',
    'urate crp bone-density',
    'arthro|replacement|joint|bone|fracture|\\bdxa\\b|fixation|knee|hip|關節',
  ),
  topic(
    'thyroid',
    'thyroid|\\btsh\\b|goitre|goiter|甲狀腺',
    'thyro|goit|graves|hashimoto|甲狀腺|甲亢',
    'levothyroxine antithyroid',
    'tsh free-t4',
    'thyroid|甲狀腺',
  ),
  topic(
    'cancer',
    'cancer|carcin|tumou?r|\\bmass\\b|lump|nodule|weight loss|oncolog|malign|chemo|radiother|metasta|癌|腫瘤|腫塊|化療|電療|消瘦|體重下降',
    'cancer|carcinom|malign|tumou?r|neoplas|lymphom|leuk(?:a)?em|sarcom|melanom|metasta|myelom|癌|腫瘤',
    'antineoplastic tki aromatase serm platinum fluoropyrimidine thiopurine',
    'cea psa afp haemoglobin',
    'mastect|resect|chemo|radio(?:therap|surg)|biops|colonosc|mammogra|tumou?r|lumpect|prostatect',
  ),
  topic(
    'infection',
    'fever|infect|sepsis|septic|antibiotic|pyrex|\\bhiv\\b|tubercul|\\btb\\b|發燒|感染|抗生素|發熱|肺癆',
    'infect|sepsis|septic|pneumonia|\\bhiv\\b|tubercul|hepatitis [bc]|cellulit|urinary tract|covid|mening|abscess|osteomyel|感染|肺炎|敗血|結核',
    'penicillin aminopenicillin cephalosporin macrolide fluoroquinolone carbapenem glycopeptide antitb antiviral hiv_pi nnrti nrti insti azole immunosuppressant corticosteroid',
    'white-cells crp lactate temperature',
    'culture|drain|spleenect|splenect',
  ),
  topic(
    'women',
    'pregnan|antenatal|obstet|gyn(?:a)?ec|menstr|period pain|vagin|contracep|miscarr|labou?r\\b|matern|孕|產科|婦科|月經|避孕|懷孕',
    'pregnan|eclamp|miscarr|abort|gestation|menstr|menorrh|endometr|fibroid|ovar|cervical (?:intra|dys|canc)|menopaus|uter|妊娠|懷孕|子宮|卵巢|月經',
    'contraceptive estrogen progestogen',
    'haemoglobin blood-pressure',
    'childbirth|c(?:a)?esar|hyster|intrauterine|\\biud\\b|episiot|fet(?:al|us)|pregnan|pap |cervical smear|mammogra',
  ),
  topic(
    'urology',
    'urin|prostat|h(?:a)?ematuria|bladder|\\bpsa\\b|\\buti\\b|incontinen|testic|小便|前列腺|血尿|(?<!糖)尿',
    'prostat|bladder|urin|ureter|kidney stone|renal stone|calculus|h(?:a)?ematuria|cystitis|incontinen|bph|前列腺|膀胱|(?<!糖)尿',
    'alpha1 five_ari anticholinergic',
    'psa egfr',
    'prostat|cystosc|catheter|nephrostom|ureter',
  ),
  topic(
    'skin',
    'rash|skin|eczema|dermat|psoria|itch|wound|皮|疹|濕疹|癢|傷口',
    'dermat|eczema|psoria|urtic|cellulit|melanom|acne|rosacea|wound|burn|ulcer of (?:leg|foot|skin)|pressure (?:ulcer|injury)|皮|疹',
    'topical_steroid retinoid',
    '',
    'skin|graft|biopsy of skin',
  ),
  topic(
    'ent',
    'hearing|\\bear\\b|\\bears\\b|nose|nasal|sinus|throat|tonsil|voice|hoarse|rhin|耳|鼻|喉|聲沙',
    'sinus|rhinit|otitis|pharyng|tonsil|laryng|hearing|tinnit|epistax|nasoph|deaf|ménière|meniere|鼻|耳|喉',
    'antihistamine ltra',
    '',
    'tonsill|myringo|sinus|hearing|larynx|鼻咽',
  ),
  topic(
    'eye',
    '\\beye|vision|visual|catarac|glauc|retina|ophthal|眼|視',
    'catarac|glauc|retin|macul|\\beye|vision|conjunct|uveit|blind|眼|視',
    'eye',
    'hba1c blood-pressure',
    'catarac|vitrect|retina|\\beye|眼',
  ),
  topic(
    'surgery',
    'surg|operat(?:ion|ive)|pre-?op|an(?:a)?esth|theatre|手術|麻醉|術前|開刀',
    'malignant hypertherm|difficult airway|an(?:a)?esth|apn(?:o)?ea',
    'anticoagulant antiplatelet p2y12 insulin corticosteroid sglt2 glp1 immunosuppressant',
    'haemoglobin platelets inr',
    'an(?:a)?esth|intubat',
  ),
  topic(
    'imaging',
    '\\bcontrast|\\bct\\b|\\bmri?\\b|\\bscan|angiogram|造影|掃描|磁力|電腦斷層',
    never,
    'biguanide contrast_iodinated contrast_gadolinium',
    'egfr creatinine',
    'pacemaker|defibrill|implant|\\bclip|cochlear|stent|neurostim|\\bct\\b|\\bmri?\\b|magnetic',
  ),
  topic('medicines', 'medic(?:ation|ine)|\\bdrugs?\\b|prescri|polypharm|interact|tablet|pharmac|deprescrib|藥', never),
  topic(
    'allergies',
    'allerg|anaphyl|hives|adverse (?:drug )?react|過敏|敏感',
    'anaphyl|allerg(?!ic rhin)|hives|urticaria|過敏',
  ),
  topic('vaccines', 'vaccin|immuni[sz]|\\bjab|flu shot|疫苗|接種|針卡', never, 'immunosuppressant'),
  topic(
    'social',
    'social|employ|occupation|housing|carer|financ|educat|lives? (?:with|alone)|home situation|support at home|alcohol|smok|社會|工作|住屋|照顧者|吸煙|煙|飲酒',
    'employ|social|housing|unhoused|homeless|education|stress \\(|partner abuse|violence|transport|criminal|refugee|armed forces|labor force|labour force|limited contact|risk activity|lack of access|smok|tobacco',
  ),
];

/** What a doctor has in mind behind a symptom: topics with how near they lie, 0..1. */
export const behind: readonly (readonly [RegExp, Readonly<Partial<Record<TopicId, number>>>])[] = [
  [
    rule('chest (?:pain|tight|discomfort|pressure)|angina|\\bacs\\b|胸痛|胸悶|胸口痛|心口痛'),
    { cardiac: 1, blood: 0.5, lipids: 0.45, pressure: 0.45, respiratory: 0.4, diabetes: 0.4, gastro: 0.25 },
  ],
  [rule('breath|dyspn|\\bsob\\b|氣促|氣喘|呼吸困難'), { respiratory: 1, cardiac: 0.9, blood: 0.6, pressure: 0.3 }],
  [
    rule('syncop|faint|collapse|dizz|blackout|暈'),
    { cardiac: 0.8, neuro: 0.8, pressure: 0.6, blood: 0.5, diabetes: 0.45, ent: 0.35 },
  ],
  [
    rule('fatigue|tired|letharg|malaise|weakness general|疲倦|疲累|乏力'),
    { blood: 0.9, thyroid: 0.8, diabetes: 0.6, renal: 0.5, mental: 0.5, cardiac: 0.45, cancer: 0.4 },
  ],
  [
    rule('weight loss|losing weight|消瘦|體重下降|體重減'),
    { cancer: 1, thyroid: 0.8, diabetes: 0.7, gastro: 0.7, infection: 0.4, mental: 0.35 },
  ],
  [rule('headache|頭痛'), { neuro: 1, pressure: 0.6, eye: 0.2 }],
  [rule('abdominal pain|abdo(?:men)?|belly|腹痛|肚痛'), { gastro: 1, liver: 0.6, urology: 0.45, women: 0.4 }],
  [rule('fever|pyrex|發燒|發熱'), { infection: 1, respiratory: 0.4, urology: 0.4, allergies: 0.4 }],
  [rule('swell|(?:o)?edema|水腫|腳腫|腿腫'), { cardiac: 0.9, renal: 0.8, blood: 0.7, liver: 0.6 }],
  [rule('\\bfalls?\\b|fell|跌倒|跌親'), { joints: 0.8, neuro: 0.8, blood: 0.65, cardiac: 0.5, medicines: 0.3 }],
  [rule('confus|deliri|drows|神智|意識|混亂'), { neuro: 1, infection: 0.6, diabetes: 0.5, renal: 0.45, mental: 0.4 }],
  [
    rule('joint|knee|\\bhip\\b|back pain|nsaid|painkill|arthr|關節|膝|止痛|消炎'),
    { joints: 1, renal: 0.5, gastro: 0.45, blood: 0.45, pressure: 0.35 },
  ],
  [rule('cough|咳'), { respiratory: 1, infection: 0.5, cardiac: 0.3 }],
  [rule('bleed|melaena|melena|h(?:a)?ematemes|出血|黑便|吐血'), { blood: 1, gastro: 0.7, liver: 0.5 }],
  [
    rule(
      'surg|operat(?:ion|ive)|pre-?op|an(?:a)?esth|手術|麻醉|術前|colonosc|endosc|biops|extract|拔牙|內鏡|大腸鏡|胃鏡',
    ),
    { surgery: 1, blood: 0.9, allergies: 0.8, cardiac: 0.6, respiratory: 0.55, diabetes: 0.5, renal: 0.4 },
  ],
  [rule('contrast|造影'), { imaging: 1, renal: 0.95, allergies: 0.8, diabetes: 0.4, thyroid: 0.35 }],
  [rule('\\bmri?\\b|磁力'), { imaging: 1, renal: 0.4 }],
  [rule('antibiotic|抗生素|prescri|start(?:ing)? |處方|開藥'), { allergies: 0.9, medicines: 0.7, renal: 0.5 }],
  [rule('vaccin|immuni[sz]|疫苗|接種'), { vaccines: 1, allergies: 0.6, infection: 0.3 }],
  [
    rule('stroke|\\btia\\b|中風|facial droop|hemipar'),
    { neuro: 1, blood: 0.8, cardiac: 0.7, pressure: 0.6, diabetes: 0.4, lipids: 0.4 },
  ],
  [rule('pregnan|antenatal|懷孕|孕'), { women: 1, diabetes: 0.4, pressure: 0.45, medicines: 0.4, thyroid: 0.4 }],
  [rule('memory|dement|記憶|認知'), { neuro: 1, thyroid: 0.5, mental: 0.5, blood: 0.35 }],
  [
    rule('diabet|hba1c|\\bdm\\b|糖尿|血糖|糖化'),
    { diabetes: 1, renal: 0.5, pressure: 0.45, lipids: 0.4, eye: 0.3, cardiac: 0.3 },
  ],
  [
    rule('hypertens|blood pressure|\\bbp\\b|血壓'),
    { pressure: 1, renal: 0.5, cardiac: 0.6, diabetes: 0.3, lipids: 0.3 },
  ],
  [
    rule('renal|kidney|\\bckd\\b|\\baki\\b|egfr|creatinin|腎'),
    { renal: 1, pressure: 0.5, diabetes: 0.5, medicines: 0.3, blood: 0.3 },
  ],
  [rule('jaundice|黃疸'), { liver: 1, gastro: 0.7, cancer: 0.5, blood: 0.3 }],
];

const byId = new Map(topics.map((each) => [each.id, each]));
export const topicOf = (id: TopicId): Topic | undefined => byId.get(id);
