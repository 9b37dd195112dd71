/** What somebody reads who opens the data branch and wonders what it is. */
export function branchReadme(branch: string): string {
  return `# Ledger of the staging health gate

This branch, \`${branch}\`, holds data and no code. The staging health gate writes it: each run of its
monitor appends one line to the file of its day (UTC), \`ledger/YYYY/MM/DD.jsonl\`. Before a deploy the gate
reads these lines to decide whether the commit was exercised in staging while staging was healthy.

- One line is one run, as a JSON object: when, which run, which commit was live, the verdict, the status of each probe.
- Lines are only ever added; files older than the configured retention are removed.
- Do not merge this branch, and do not edit it by hand: a line that cannot be read proves nothing.
- Deleting the branch deletes the evidence. The gate creates it anew, and candidates must be exercised again.
`;
}
