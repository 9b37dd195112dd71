import type { HttpClient } from '../clients/http.ts';
import type { Change } from '../core/change.ts';
import { slackMessage } from '../reports/slack.ts';
import type { Secret } from '../secrets.ts';
import { PublishError, type Publisher } from './publish.ts';

const timeoutMs = 10_000;
const maxBodyBytes = 65_536;

export interface SlackDeps {
  /** An incoming webhook. */
  readonly webhook: Secret;
  readonly client: Pick<HttpClient, 'send'>;
  /** Nothing is sent without one. */
  readonly change: Change | undefined;
  readonly signal: AbortSignal;
}

/** Tells a channel what changed. */
export function slack({ webhook, client, change, signal }: SlackDeps): Publisher {
  return {
    name: 'Slack message',
    publish: async (report) => {
      if (change === undefined) return;
      const { status } = await client.send({
        method: 'POST',
        url: webhook.reveal(),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(slackMessage(report, change)),
        signal,
        timeoutMs,
        maxBodyBytes,
        redirects: 0,
        once: true,
      });
      if (status !== 200) throw new PublishError(`Slack answered status ${String(status)}`);
    },
  };
}
