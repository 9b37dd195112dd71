/** How the replay is told: each step as it happens, and one page at its end. */
import type { Verdict } from '../../src/core/model.ts';
import type { Opinion } from './others.ts';
import { table, wrap, type Cell, type Paint, type Style } from './text.ts';
import type { Step } from './week.ts';

const titles: Readonly<Record<Verdict, string>> = {
  ready: '✔ READY',
  'not-ready': '✘ NOT READY',
  inconclusive: '? INCONCLUSIVE',
  untested: '● UNTESTED',
};

const colours: Readonly<Record<Verdict, Style>> = {
  ready: ['bold', 'green'],
  'not-ready': ['bold', 'red'],
  inconclusive: ['bold', 'magenta'],
  untested: ['bold', 'yellow'],
};

const runners: Readonly<Record<Step['who'], string>> = { monitor: 'the monitor', deploy: 'the deploy job' };

const washington = { timeZone: 'America/New_York' } as const;
const day = new Intl.DateTimeFormat('en-GB', {
  ...washington,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const time = new Intl.DateTimeFormat('en-GB', { ...washington, hour: '2-digit', minute: '2-digit' });

/** As calendar and clock in Washington have it: `Thu 10 Aug`, `11:00`. */
function when(at: Date): readonly [string, string] {
  return [day.format(at).replaceAll(',', ''), time.format(at)];
}

/** One step, as it is told when it happens. */
export function tellStep(step: Step, columns: number, paint: Paint): string {
  const { report, title, progress } = step;
  const { verdict, headline, debt } = report;
  const indent = '   ';
  const body = (text: string) => wrap(text, columns - indent.length);
  const lines = [
    ...body(title).map((line) => paint('bold', line)),
    ...progress.flatMap((line) => body(line).map((one) => paint('dim', one))),
    paint(colours[verdict], titles[verdict]),
    ...body(headline),
    ...(debt === undefined ? [] : body(`Debt: ${debt.sentence}.`).map((line) => paint('yellow', line))),
  ];
  const head = `${when(step.at).join(', ')} · ${runners[step.who]}`;
  return [paint('cyan', head), ...lines.map((line) => indent + line), '', ''].join('\n');
}

/** The page that tells the whole story. */
export function tellStory(steps: readonly Step[], columns: number, paint: Paint): string {
  const rows = steps.map((step) => [
    when(step.at).map((text) => ({ text, style: 'cyan' as const })),
    [{ text: step.title }],
    [
      { text: titles[step.report.verdict], style: colours[step.report.verdict] },
      { text: gist(step.report.headline) },
    ],
    opinionCell(step, step.healthCheck),
    opinionCell(step, step.soakTimer),
  ]);
  const header = ['When (ET)', 'What happened', 'This gate', 'A health check', 'A soak timer'];
  return [...table(header, rows, widthsFor(columns), paint), '', ...moral(steps, columns, paint), ''].join(
    '\n',
  );
}

/** What the narrower columns leave is shared by the two that hold sentences. */
function widthsFor(columns: number): readonly number[] {
  const [when, opinion, gaps] = [10, 14, 8];
  const rest = columns - when - 2 * opinion - gaps;
  const what = Math.floor(rest * 0.42);
  return [when, what, rest - what, opinion, opinion];
}

/** The first statement of a headline: the rest stood in the step. */
function gist(headline: string): string {
  const [first = ''] = headline.split(/(?<=\))\. |[.;] /u);
  return first;
}

/** Red where it would have let through what the gate held. */
function opinionCell({ report }: Step, { opens, because }: Opinion): Cell {
  const isWrong = opens && report.decision === 'block';
  return [
    { text: opens ? '✔ would open' : '✘ would hold', style: isWrong ? ['bold', 'red'] : 'dim' },
    { text: because, style: 'dim' },
  ];
}

function moral(steps: readonly Step[], columns: number, paint: Paint): readonly string[] {
  const asked = steps.filter(({ who }) => who === 'deploy');
  const firstOpen = (opens: (step: Step) => boolean) => {
    const step = asked.find(opens);
    return step === undefined ? 'never' : `${when(step.at).join(', ')}: ${step.change}`;
  };
  const lines = [
    ['A soak timer', firstOpen(({ soakTimer }) => soakTimer.opens)],
    ['A health check', firstOpen(({ healthCheck }) => healthCheck.opens)],
    ['This gate', firstOpen(({ report }) => report.decision === 'allow')],
  ] as const;
  return [
    paint('bold', 'When each would first have let a deploy through'),
    ...lines.map(([who, first]) => `   ${who.padEnd(16)}${first}`),
    '',
    ...wrap(history, columns),
    '',
    ...wrap(footnote, columns).map((line) => paint('dim', line)),
  ];
}

const history =
  'On 15 August 2023 the change without the date of birth was live in production, and from 8 to 11 in the morning no ' +
  'Veteran could check in.';

/** What a reader must know to judge the page. */
const footnote =
  'Every line comes from a real run of the gate against the stand-in staging; only the clock is moved. The deploy job ' +
  'asks each system by itself, as a health check does, and leaves the journey to the monitor: there is one synthetic ' +
  'patient. A deploy job that runs every probe would have seen the missing date of birth itself on Tuesday at 07:40.';
