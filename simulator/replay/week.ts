/** The week of August 2023, as the gate would have seen it. Times are Eastern Daylight Time, as the incident's. */
import { startWorld, type Moment, type World } from './world.ts';

/** One line of the story: what happened, and what the gate said to it. */
export interface Step extends Moment {
  /** Who or what did something. */
  readonly title: string;
}

const minuteMs = 60_000;

/** A moment of that August, by its day and its time in Washington, four hours behind UTC. */
function august(day: number, time: string): Date {
  return new Date(`2023-08-${String(day).padStart(2, '0')}T${time}:00-04:00`);
}

function every(minutes: number, from: Date, to: Date): readonly Date[] {
  const count = Math.floor((to.getTime() - from.getTime()) / (minutes * minuteMs)) + 1;
  return Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * minutes * minuteMs));
}

/**
 * The monitor's runs that are played. It would run every half an hour; over the days in which staging is broken and
 * nothing changes, a few of its runs tell the same as all of them.
 */
export const monitorRuns: readonly Date[] = [
  ...every(40, august(10, '04:20'), august(10, '09:00')),
  august(10, '11:00'),
  august(10, '11:30'),
  august(11, '09:00'),
  august(12, '12:00'),
  august(13, '12:00'),
  august(14, '08:00'),
  august(15, '07:00'),
  august(15, '08:00'),
  ...every(30, august(15, '09:30'), august(15, '13:30')),
];

/** Plays the week and tells each step as it is done. Everything that it started is stopped at its end. */
export async function playWeek(tell: (step: Step) => void = () => undefined): Promise<readonly Step[]> {
  const world = await startWorld(august(10, '04:00'), monitorRuns);
  const steps: Step[] = [];
  try {
    for await (const step of plot(world)) {
      steps.push(step);
      tell(step);
    }
    return steps;
  } finally {
    await world.stop();
  }
}

async function* plot(world: World): AsyncGenerator<Step> {
  const { staging } = world;
  world.enter('The build of last week');
  yield await monitor(
    world,
    august(10, '09:00'),
    'A normal morning: the build of last week is live in staging.',
  );

  await world.passUntil(august(10, '10:40'));
  const candidate = world.enter('Refactor what is sent to CHIP');
  await staging.setFault('vetext-drops-dob', true);
  await staging.setFault('cdw-column-missing', true);
  yield await monitor(
    world,
    august(10, '11:00'),
    'The candidate enters staging. It drops the date of birth, but nobody can see that: a CDW table has just lost a column.',
  );
  yield await monitor(world, august(14, '08:00'), 'Monday: the monitor has found it broken ever since.');
  await world.passUntil(august(14, '09:00'));
  yield step(await world.ask(candidate), 'The deploy asks.');

  await world.passUntil(august(15, '07:30'));
  await staging.setFault('cdw-column-missing', false);
  await world.passUntil(august(15, '07:40'));
  yield step(await world.ask(candidate), 'The CDW table is repaired, and the deploy asks again.');
  yield await monitor(world, august(15, '08:00'), "The monitor's journey goes through the repaired staging.");

  await world.passUntil(august(15, '09:10'));
  const fixed = world.enter('Send the date of birth to CHIP again');
  await staging.setFault('vetext-drops-dob', false);
  yield await monitor(world, august(15, '09:30'), 'The fixed commit enters staging.');
  await world.passUntil(august(15, '11:05'));
  yield step(await world.ask(fixed), 'The deploy asks for the fixed commit.');
  await world.passUntil(august(15, '13:20'));
  yield step(await world.ask(fixed, { 'wait-for': '30m' }), 'The deploy asks once more, and waits.');
}

/** The run of the monitor at that time. */
async function monitor(world: World, at: Date, title: string): Promise<Step> {
  await world.passUntil(at);
  const moment = world.monitored.find((one) => one.at.getTime() === at.getTime());
  if (moment === undefined) throw new Error(`the monitor did not run at ${at.toISOString()}`);
  return step(moment, title);
}

function step(moment: Moment, title: string): Step {
  return { ...moment, title };
}
