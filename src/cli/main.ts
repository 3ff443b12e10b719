import { Command, CommanderError } from 'commander';
import { runDemo } from './demo.ts';
import { runDoctor } from './doctor.ts';
import { type IntakeOptions, runIntake } from './intake.ts';
import { runSimulate } from './simulate.ts';
import { runSummarise } from './summarise.ts';
import { runVerify } from './verify.ts';

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
  .action((options: { json?: boolean; trail?: string; keep?: string }) => end(options.json, runDemo(options)));

program
  .command('verify [trail]')
  .description('verifies an exported trail offline and names the first bad entry')
  .option('--remembered <file>', 'checkpoints known from before')
  .option('--json', 'one JSON object on standard output')
  .action((trail: string | undefined, options: { json?: boolean; remembered?: string }) =>
    end(
      options.json,
      runVerify([...(trail ? [trail] : []), ...(options.remembered ? ['--remembered', options.remembered] : [])]),
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
  .action((files: string[], options: IntakeOptions) => end(options.json, runIntake(files, options)));

program
  .command('doctor')
  .description('is this installation healthy, and how to mend what is not')
  .option('--json', 'one JSON object on standard output')
  .action((options: { json?: boolean }) => end(options.json, runDoctor()));

program
  .command('summarise [files...]')
  .description(
    "three key points of a patient's history for a question, each with its sources; FHIR JSON, - for standard input",
  )
  .option('--question <words>', 'what the points are for: the question of a referral, English or Chinese')
  .option('--language <language>', 'en, zh-hant or zh-hans; otherwise that of the question')
  .option('--json', 'one JSON object on standard output')
  .action((files: string[], options: { json?: boolean; question?: string; language?: string }) =>
    end(options.json, runSummarise(files, options)),
  );

program
  .command('simulate')
  .description('runs the pretend DingTalk alone')
  .option('--port <port>', 'where it answers', '4300')
  .option('--cast <file>', 'another cast')
  .action((options: { port: string; cast?: string }) => runSimulate(options));

try {
  await program.parseAsync();
  // Nothing of ours may keep a finished command alive.
  if (process.exitCode !== undefined) process.exit();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  process.stderr.write(`${code}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
