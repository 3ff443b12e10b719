/**
 * Documents are material, never orders. Words that speak to a machine or tell the reader what to report are no facts about a patient:
 * nothing is taken from the paragraph they stand in. Better to say less than to repeat what somebody planted.
 */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|discard)\b[^.\n]{0,60}\b(?:previous|prior|above|earlier|preceding|all|any|every|instruction|instructions|rules?|prompts?|records?|system|guidelines?|data|documents?|allerg\w*|findings?)\b/iu,
  /\b(?:system|developer|assistant|user)\s*(?:prompt|message|override|instruction|note to ai|:\s)/iu,
  /\b(?:you are|act as|pretend|behave as|roleplay|as an?)\s+(?:now\s+)?(?:an?\s+)?(?:ai|llm|language model|assistant|chatbot|bot|different|helpful|summari[sz]er)\b/iu,
  /\b(?:language model|chatgpt|gpt-?\d|\bllms?\b|summari[sz]er|summari[sz]ation (?:tool|system|engine)|ai (?:assistant|model|reader|system|tool)|prompt injection|jailbreak)\b/iu,
  /\b(?:respond|reply|answer|output|print|write|return|state|report|say|mention|conclude|summari[sz]e|announce|display|declare|repeat|insert|append|emit)\b\s+(?:only|with|that|exactly|as|the following|to the (?:doctor|reader|user|clinician)|this|instead|“|"|')/iu,
  /\b(?:do not|don't|never|must not|should not)\s+(?:mention|report|include|list|show|display|reveal|summari[sz]e|output|tell|disclose|cite)\b/iu,
  /\b(?:must|should|shall|always)\s+(?:say|state|report|output|answer|respond|conclude|be summari[sz]ed|be reported|claim|print|write|tell|include|append|begin|start your)\b/iu,
  /\b(?:the summary|your (?:summary|answer|output|response|reply|points?)|key points?|in the summary|first point|three points)\b/iu,
  /\b(?:new|updated|additional|hidden|secret|important)\s+(?:instructions?|task|directive|orders? for)\b|\binstructions?\s*(?::|for the (?:ai|model|reader|summary))/iu,
  /<\s*\/?\s*(?:system|instruction|prompt|assistant|script|im_start|im_end)|<\|[^|]*\|>|\[\/?INST\]|```|#{2,}\s*(?:system|instruction)|\{\{[^}]*\}\}/iu,
  /\b(?:curl|wget|fetch|eval|exec|javascript)\s*[(:]|https?:\/\/\S+\?(?:\S*)=/iu,
  /忽略|無視|无视|不要(?:提及|提|顯示|显示|報告|报告|列出|理會|理会)|請(?:回答|輸出|只說|只寫|總結為|改為|告訴)|请(?:回答|输出|只说|只写|总结为|改为|告诉)|系統(?:提示|指令|訊息)|系统(?:提示|指令|消息)|(?:新|以下|上述|以上|之前)(?:的)?(?:指令|指示)|你(?:現在|现在)?是(?:一[個个])?(?:AI|人工智能|助手|助理|模型)|人工智能|語言模型|语言模型|摘要(?:必須|必须|應|应|中)|必須(?:寫|說|報告|輸出)|必须(?:写|说|报告|输出)/iu,
];

export const givesOrders = (text: string): boolean => orders.some((order) => order.test(text));

/** The paragraphs of a text that give orders, as half-open offsets; the paragraph right behind one is no longer trusted either. */
export function orderedParts(text: string): readonly (readonly [from: number, to: number])[] {
  const parts: (readonly [number, number])[] = [];
  let at = 0;
  let follows = false;
  for (const paragraph of text.split(/(\n)/u)) {
    const to = at + paragraph.length;
    if (paragraph.trim() !== '') {
      const orders = givesOrders(paragraph);
      if (orders || follows) parts.push([at, to]);
      follows = orders;
    }
    at = to;
  }
  return parts;
}
