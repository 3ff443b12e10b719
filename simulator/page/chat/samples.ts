const NOTE = [
  'Tuen Mun Hospital   A&E',
  'CHAN Siu Ming   M   born 14/03/1958',
  'Central chest pain for 2 hours, sweating',
  'ECG: ST depression V4-V6',
  'Troponin T 0.42 ug/L (H)',
  'Allergy: PENICILLIN (rash)',
  'Meds: aspirin 80 mg daily, metformin 500 mg bd',
  'Dx: NSTEMI. Please see urgently.',
];

/** A photo of a typed note about the invented patient, drawn here so that nobody needs a file to play. */
export function samplePhoto(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = 1240;
  canvas.height = 900;
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#f4efe2';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = '#1f2a33';
    pen.font = '44px "DejaVu Sans", Arial, sans-serif';
    NOTE.forEach((line, n) => pen.fillText(line, 70, 120 + n * 92));
  }
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : failed(new Error('this browser cannot draw the sample'))),
      'image/png',
    ),
  );
}

const BLOODS = [
  'Tuen Mun Hospital - Laboratory',
  'CHAN Siu Ming',
  'Troponin T 0.42 ug/L (H)',
  'Creatinine 88 umol/L',
  'Haemoglobin 13.1 g/dL',
];

/** The smallest PDF that every reader opens: one page, one font, a few lines. */
export function sampleLetter(): Blob {
  const words = `BT /F1 16 Tf 60 780 Td 24 TL ${BLOODS.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join(' ')} ET`;
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = parts.map((part, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${part}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return new Blob([text], { type: 'application/pdf' });
}

/** Two seconds of a soft tone, for a phone without a microphone. */
export function sampleVoice(): Blob {
  const rate = 8000;
  const count = rate * 2;
  const sound = new DataView(new ArrayBuffer(44 + count * 2));
  const write = (at: number, words: string) =>
    [...words].forEach((letter, n) => sound.setUint8(at + n, letter.charCodeAt(0)));
  write(0, 'RIFF');
  sound.setUint32(4, 36 + count * 2, true);
  write(8, 'WAVEfmt ');
  sound.setUint32(16, 16, true);
  sound.setUint16(20, 1, true);
  sound.setUint16(22, 1, true);
  sound.setUint32(24, rate, true);
  sound.setUint32(28, rate * 2, true);
  sound.setUint16(32, 2, true);
  sound.setUint16(34, 16, true);
  write(36, 'data');
  sound.setUint32(40, count * 2, true);
  for (let n = 0; n < count; n += 1) sound.setInt16(44 + n * 2, Math.sin(n / 4) * 2000, true);
  return new Blob([sound.buffer], { type: 'audio/wav' });
}
