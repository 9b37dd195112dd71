import * as core from '@actions/core';

import type { Job } from './job.ts';

/**
 * `##[command]` is parsed by the runner anywhere in a line, `::command::` at its start: neither may come
 * from a text of ours that quotes a name of the user's configuration. What the runner trims from the start
 * of a line (.NET, `String.TrimStart`) includes U+0085, which JavaScript takes for no white space.
 */
function withoutCommands(line: string): string {
  return line.replaceAll('##[', '# #[').replaceAll(/^([\s\p{Cc}]*):(?=:)/gmu, '$1: ');
}

/** The runner's side of the step, through `@actions/core`. */
export const actionsJob: Job = {
  info: (line) => {
    core.info(withoutCommands(line));
  },
  annotate: (level, message, title, place) => {
    core[level](message, {
      title,
      ...(place === undefined ? {} : { file: place.file }),
      ...(place?.line === undefined ? {} : { startLine: place.line }),
      ...(place?.column === undefined ? {} : { startColumn: place.column }),
    });
  },
  setOutput: (name, value) => {
    core.setOutput(name, value);
  },
  appendSummary: async (markdown) => {
    await core.summary.addRaw(markdown).write();
  },
};
