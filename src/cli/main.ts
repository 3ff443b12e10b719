import { Command, CommanderError } from 'commander';
import type { BreachOptions } from './breach.ts';
import type { CheckOptions } from './check.ts';
import type { IntakeOptions } from './intake.ts';

/*
 * Each command's own code is loaded when it is asked for: checking a list of medicines does not wait for the service, its store and its decoders.
 */

/** What a command gives back: one object for machines, a text for people, and how it ended. */
type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

const program = new Command('baton')
  .description('Baton 接棒 carries referrals between hospitals and clinics inside DingTalk')
  .exitOverride()
  .configureOutput({ writeErr: (words) => process.stderr.write(words) });

/** Answers with --json are one JSON object on standard output and nothing else there. */
async function end(json: boolean | undefined, work: Promise<Ending>): Promise<void> {
  const { exit, out, text } = await work;
  process.stdout.write(json ? `${JSON.stringify(out)}\n` : `${text}\n`);
  process.exitCode = exit;
}

program
  .command('demo')
  .description('plays a day with Baton against a pretend DingTalk of its own and shows the evidence of each step')
  .option('--json', 'one JSON object on standard output')
  .option('--trail <file>', 'also write the exported trail')
  .option('--keep <dir>', 'keep the store in this folder for a look')
  .action((options: { json?: boolean; trail?: string; keep?: string }) =>
    end(
      options.json,
      import('./demo.ts').then(({ runDemo }) => runDemo(options)),
    ),
  );

program
  .command('verify [trail]')
  .description('verifies an exported trail offline and names the first bad entry')
  .option('--checkpoints <file>', 'checkpoints kept in a second place: a fork or an older copy shows')
  .option('--remembered <file>', 'the same, from an earlier export')
  .option('--keys <file>', 'public keys (PEM) told by other means: no other key vouches')
  .option('--json', 'one JSON object on standard output')
  .action((trail: string | undefined, { json, ...files }: { json?: boolean } & Record<string, string>) =>
    end(
      json,
      import('./verify.ts').then(({ runVerify }) =>
        runVerify([...(trail ? [trail] : []), ...Object.entries(files).flatMap(([name, file]) => [`--${name}`, file])]),
      ),
    ),
  );

program
  .command('intake <file...>')
  .description('says what Baton reads from any file: kind, patient, findings with their place and confidence, refusals')
  .option('--json', 'one JSON object on standard output')
  .option('--text', 'a table for people (the default)')
  .option('--patient <who>', 'whom the files are meant for: name=…,hkid=…,dob=YYYY-MM-DD,sex=M|F,id=…')
  .option('--timeout <seconds>', 'the longest one file may take', '120')
  .option('--quiet', 'no progress bar')
  .action((files: string[], options: IntakeOptions) =>
    end(
      options.json,
      import('./intake.ts').then(({ runIntake }) => runIntake(files, options)),
    ),
  );

program
  .command('check')
  .description(
    'the safety net on its own: medicines against each other, allergies, problems, kidneys, pregnancy, age, results',
  )
  .option('--medications <list>', 'divided by ;')
  .option('--allergies <list>', 'divided by ;')
  .option('--problems <list>', 'divided by ;')
  .option('--genes <list>', 'such as "G6PD deficient; HLA-B*15:02 positive"')
  .option('--results <list>', 'such as "K 6.8 mmol/L 2026-11-20"')
  .option('--orders <list>', 'tests about to be ordered')
  .option('--egfr <number>', 'mL/min/1.73 m²')
  .option('--creatinine <number>', 'µmol/L')
  .option('--age <years>')
  .option('--sex <sex>', 'male or female')
  .option('--pregnant')
  .option('--institution <id>', 'whose own word on the rules counts')
  .option('--batch <file>', 'one case a line as JSON, - for standard input; one answer a line')
  .option('--json', 'one JSON object on standard output')
  .action(async ({ json, batch, ...options }: CheckOptions & { json?: boolean; batch?: string }) => {
    const { runBatch, runCheck } = await import('./check.ts');
    if (batch === undefined) await end(json, runCheck(options));
    else process.exitCode = await runBatch(batch, process.stdout, process.stdin, options.institution);
  });

program
  .command('doctor')
  .description('is this installation healthy, and how to mend what is not')
  .option('--json', 'one JSON object on standard output')
  .action((options: { json?: boolean }) =>
    end(
      options.json,
      import('./doctor.ts').then(({ runDoctor }) => runDoctor()),
    ),
  );

program
  .command('summarise [files...]')
  .description(
    "three key points of a patient's history for a question, each with its sources; FHIR JSON, - for standard input",
  )
  .option('--question <words>', 'what the points are for: the question of a referral, English or Chinese')
  .option('--language <language>', 'en, zh-hant or zh-hans; otherwise that of the question')
  .option('--json', 'one JSON object on standard output')
  .action((files: string[], options: { json?: boolean; question?: string; language?: string }) =>
    end(
      options.json,
      import('./summarise.ts').then(({ runSummarise }) => runSummarise(files, options)),
    ),
  );

program
  .command('export <trail>')
  .description('an exported trail as FHIR AuditEvents (IHE BALP), one a line')
  .option('--audit', 'as AuditEvents')
  .option('--bundle', 'one Bundle instead of lines')
  .option('--out <file>', 'write there')
  .option('--json', 'one JSON object about what was done')
  .action((trail: string, { json, ...options }: { json?: boolean; audit?: boolean; bundle?: boolean; out?: string }) =>
    end(
      json,
      import('./export.ts').then(({ runExport }) => runExport(trail, options)),
    ),
  );

program
  .command('breach <trail>')
  .description('from an exported trail: affected patients, what was read, and the draft of the notice')
  .option('--person <id>', 'only looks of this person')
  .option('--from <time>', 'not before')
  .option('--until <time>', 'not after')
  .option('--entries <list>', 'only these, as chain:number, separated by commas')
  .option('--institution <name>', 'for the draft')
  .option('--officer <name>', 'for the draft')
  .option('--what <words>', 'for the draft')
  .option('--json', 'one JSON object on standard output')
  .action((trail: string, { json, ...options }: BreachOptions & { json?: boolean }) =>
    end(
      json,
      import('./breach.ts').then(({ runBreach }) => runBreach(trail, options)),
    ),
  );

program
  .command('rotate-keys')
  .description('changes master, institution, service and signing keys while the service runs')
  .option('--only <kinds>', 'of master, institutions, service, signing; divided by commas')
  .option('--json', 'one JSON object on standard output')
  .action((options: { json?: boolean; only?: string }) =>
    end(
      options.json,
      import('./rotate-keys.ts').then(({ runRotateKeys }) => runRotateKeys(options)),
    ),
  );

program
  .command('backup <folder>')
  .description('the store and the sealed files, sealed, into a new folder there, while the service runs')
  .option('--json', 'one JSON object on standard output')
  .action((folder: string, options: { json?: boolean }) =>
    end(
      options.json,
      import('./backup.ts').then(({ runBackup }) => runBackup(folder)),
    ),
  );

program
  .command('restore <backup>')
  .description('puts a backup into an empty data folder or database, and verifies its trail')
  .option('--json', 'one JSON object on standard output')
  .action((backup: string, options: { json?: boolean }) =>
    end(
      options.json,
      import('./backup.ts').then(({ runRestore }) => runRestore(backup)),
    ),
  );

program
  .command('scan-erased <patient>')
  .description('looks through store, files and backups for anything of an erased patient that can still be read')
  .option('--words <file>', 'words to look for in the clear, one a line')
  .option('--also <folder...>', 'further folders, such as backups')
  .option('--json', 'one JSON object on standard output')
  .action((patient: string, { json, ...options }: { json?: boolean; words?: string; also?: string[] }) =>
    end(
      json,
      import('./scan-erased.ts').then(({ runScanErased }) => runScanErased(patient, options)),
    ),
  );

program
  .command('reindex')
  .description('files everything in the archive anew, so that it is found as it is kept')
  .option('--json', 'one JSON object on standard output')
  .action(({ json }: { json?: boolean }) =>
    end(
      json,
      import('./reindex.ts').then(({ runReindex }) => runReindex()),
    ),
  );

program
  .command('migrate')
  .description('brings the store to the form of this version; starting the service does the same')
  .option('--json', 'one JSON object on standard output')
  .action(({ json }: { json?: boolean }) =>
    end(
      json,
      import('./migrate.ts').then(({ runMigrate }) => runMigrate()),
    ),
  );

program
  .command('simulate')
  .description('runs the pretend DingTalk alone')
  .option('--port <port>', 'where it answers', '4300')
  .option('--cast <file>', 'another cast')
  .action((options: { port: string; cast?: string }) =>
    import('./simulate.ts').then(({ runSimulate }) => runSimulate(options)),
  );

try {
  await program.parseAsync();
  // Nothing of ours may keep a finished command alive.
  if (process.exitCode !== undefined) process.exit();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${code}: ${message}\n`);
  // Also a failure nobody foresaw is one object for the machine that asked for one.
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ ok: false, code, message })}\n`);
  process.exit(1);
}
