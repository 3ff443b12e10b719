/** The look of the patient's own page: large type, strong contrast, wide targets, down to 320 px; dark where the phone is dark. No script. */
export const look = `:root{color-scheme:light dark;--ink:#14181f;--soft:#414a58;--paper:#fff;--line:#8a94a6;--main:#0b57d0;--on-main:#fff;--quiet:#eef2f8}
@media(prefers-color-scheme:dark){:root{--ink:#f2f4f8;--soft:#c3cad6;--paper:#12161c;--line:#7b8698;--main:#a8c7fa;--on-main:#06224d;--quiet:#1e2530}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.25rem/1.6 system-ui,-apple-system,"Noto Sans","Noto Sans TC","PingFang HK","Microsoft JhengHei",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:40rem;margin:0 auto;padding:0 1rem}
header{padding-top:1rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:0}
nav a{display:inline-block;padding:.5rem 0;min-height:2.75rem}
h1{font-size:1.75rem;line-height:1.3;margin:1rem 0}
h2{font-size:1.35rem;line-height:1.35;margin:1.5rem 0 .5rem}
p,ul{margin:.75rem 0}
ul{padding-left:1.5rem}
a{color:var(--main)}
dl{margin:1rem 0}
dt{color:var(--soft)}
dd{margin:0 0 .75rem;font-weight:600}
label,legend{font-weight:600}
fieldset{border:2px solid var(--line);border-radius:.75rem;margin:1.5rem 0;padding:1rem}
input[type=text]{display:block;width:100%;max-width:14rem;font:inherit;font-size:1.5rem;letter-spacing:.1em;padding:.6rem .8rem;border:2px solid var(--line);border-radius:.5rem;background:var(--paper);color:var(--ink)}
.part{display:flex;gap:.75rem;align-items:center;min-height:3rem}
.part input{width:1.6rem;height:1.6rem;flex:none}
.part label{font-weight:400}
button{display:block;width:100%;min-height:3.5rem;margin:1rem 0 .25rem;padding:.75rem 1rem;font:inherit;font-weight:700;border:2px solid var(--main);border-radius:.75rem;background:var(--main);color:var(--on-main)}
button.quiet{background:var(--paper);color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:3px}
.soft{color:var(--soft)}
.note{background:var(--quiet);border-left:.4rem solid var(--main);padding:.75rem 1rem;border-radius:.25rem}
.code{font-size:1.75rem;font-weight:700;letter-spacing:.1em}
.rule{border:0;border-top:2px solid var(--line);margin:2rem 0}
footer{padding:1rem 1rem 3rem;font-size:1.05rem}
@media print{nav,form,button{display:none}}
`;
