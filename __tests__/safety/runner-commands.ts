/**
 * The names of the commands that the runner would take from a log, as its own sources read it (actions/runner,
 * src/Runner.Common/ActionCommand.cs): a line that begins with `::` after what .NET takes for white space, or
 * `##[…]` anywhere in it. Lines end as .NET's `ReadLine` has it: LF, CR, or both.
 */
export function commandsIn(log: string): readonly string[] {
  return log.split(/\r\n|\n|\r/u).flatMap((line) => {
    const start = line.replace(
      /^[\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u,
      '',
    );
    const [, second] = /^::([^: ]*)[^:]*::/u.exec(start) ?? [];
    const [, first] = /##\[([^\] ]*)/u.exec(line) ?? [];
    return [
      ...(second === undefined ? [] : [second]),
      ...(first === undefined || second !== undefined ? [] : [first]),
    ];
  });
}
