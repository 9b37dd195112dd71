import { createGitHub } from '../../src/clients/github.ts';
import { ledgerEntrySchema } from '../../src/core/ledger-entry.ts';
import { appendToLedger } from '../../src/ledger/append.ts';
import { Secret } from '../../src/secrets.ts';

/**
 * One writer as a process of its own: reports when it has loaded, waits for the word of its parent, appends the
 * entries that it was given one after the other, and tells how often it had to try.
 */
const [apiUrl = '', repository = '', branch = '', lines = '[]'] = process.argv.slice(2);

const github = createGitHub({
  token: new Secret('token-of-a-writer'),
  apiUrl,
  repository,
  signal: new AbortController().signal,
});

async function write(): Promise<void> {
  let attempts = 0;
  for (const line of JSON.parse(lines) as unknown[]) {
    const entry = ledgerEntrySchema.parse(line);
    const appended = await appendToLedger(github, {
      branch,
      entry,
      message: `Add run ${entry.run.id}`,
      attempts: 60,
    });
    attempts += appended.attempts;
  }
  process.send?.({ attempts });
  process.disconnect();
}

process.once('message', () => {
  void write();
});
process.send?.('loaded');
