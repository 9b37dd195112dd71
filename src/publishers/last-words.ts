import type { LastWord } from '../watchdog.ts';

const headline =
  'the gate itself hung: something in it, such as a regular expression of the configuration, did not come to its end within the deadline. Nothing is known about staging.';

/** Says in place of a gate that hangs what `publishFailure` says of one that failed: all but `ready`. */
export function lastWords(files: {
  readonly outputFile: string | undefined;
  readonly summaryFile: string | undefined;
}): readonly LastWord[] {
  const { outputFile, summaryFile } = files;
  const outputs = { verdict: 'inconclusive', decision: 'block', headline };
  const output = Object.entries(outputs).map(([name, value]) => `${name}<<hung-gate\n${value}\nhung-gate\n`);
  return [
    { to: 1, text: `\n::error title=Staging Health Gate::${headline}\n` },
    ...(outputFile === undefined ? [] : [{ to: outputFile, text: output.join('') }]),
    ...(summaryFile === undefined
      ? []
      : [{ to: summaryFile, text: `## ❔ Inconclusive\n\n**${headline}**\n` }]),
  ];
}
