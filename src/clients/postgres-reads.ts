/** Reads many tables in one statement, and each by itself where that one fails. */
import type { Client } from 'pg';

import type { Fault } from '../core/model.ts';
import type { Freshness, TableQuery, TableReading } from '../core/table-conditions.ts';
import { FaultError } from '../errors.ts';
import { connectionFault, sqlStateOf, statementFault } from './postgres-faults.ts';
import { readStatement, type AnswerRow, type Question } from './postgres-statement.ts';

/** Set when the transaction begins; a statement that failed is rolled back to it. */
export const savepoint = 'gate';

/**
 * One statement for all tables; when that fails, one for each question, so that only the table that is
 * at fault gets the fault.
 *
 * @throws FaultError when the connection is lost.
 */
export async function readTables(
  client: Client,
  queries: readonly TableQuery[],
): Promise<readonly TableReading[]> {
  const questions = queries.map(questionsOf);
  const together = await ask(client, questions.flat());
  if (!('fault' in together)) {
    let asked = 0;
    return questions.map((own) => {
      const answers = own.map((question) => [question, together.answers[asked++]] as const);
      return toReading(answers);
    });
  }
  const readings: TableReading[] = [];
  for (const own of questions) readings.push(await readSingly(client, own));
  return readings;
}

function questionsOf(query: TableQuery): readonly Question[] {
  return [
    { query, aspect: 'select' },
    ...(query.rows === undefined ? [] : [{ query, aspect: 'rows' } as const]),
    ...(query.freshness === undefined ? [] : [{ query, aspect: 'freshness' } as const]),
  ];
}

/** A table that cannot be read at all is asked nothing else: it would fail, or wait, again. */
async function readSingly(client: Client, questions: readonly Question[]): Promise<TableReading> {
  const answered: (readonly [Question, AnswerRow | Fault | undefined])[] = [];
  for (const question of questions) {
    const outcome = await ask(client, [question]);
    const isFaulty = 'fault' in outcome;
    answered.push([question, isFaulty ? outcome.fault : outcome.answers[0]]);
    if (isFaulty && question.aspect === 'select') break;
  }
  return toReading(answered);
}

type Outcome = { readonly fault: Fault } | { readonly answers: readonly (AnswerRow | undefined)[] };

/** The answers in the order of the questions; an empty table leaves no answer to its `select`. */
async function ask(client: Client, questions: readonly Question[]): Promise<Outcome> {
  if (questions.length === 0) return { answers: [] };
  try {
    const { rows } = await client.query<AnswerRow>(readStatement(questions));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return { answers: questions.map((_, id) => byId.get(id)) };
  } catch (error) {
    await rollBack(client, error);
    return { fault: statementFault(error) };
  }
}

/** @throws FaultError when there is no connection any more to roll back on. */
async function rollBack(client: Client, cause: unknown): Promise<void> {
  const state = sqlStateOf(cause);
  if (state === undefined) throw new FaultError(connectionFault(cause));
  try {
    await client.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
  } catch (error) {
    // The server said good-bye before it hung up.
    throw new FaultError(connectionFault(state.startsWith('57P') ? cause : error));
  }
}

function toReading(answers: readonly (readonly [Question, AnswerRow | Fault | undefined])[]): TableReading {
  const answerTo = (aspect: Question['aspect']) => {
    const found = answers.find(([question]) => question.aspect === aspect);
    return found && { answer: found[1] };
  };
  const select = answerTo('select')?.answer;
  return {
    select: isFault(select) ? select : undefined,
    rows: counted(answerTo('rows')),
    freshness: fresh(answerTo('freshness')),
  };
}

interface Answered {
  readonly answer: AnswerRow | Fault | undefined;
}

function counted(asked: Answered | undefined): number | Fault | undefined {
  if (asked === undefined) return undefined;
  return isFault(asked.answer) ? asked.answer : Number(asked.answer?.amount ?? 0);
}

function fresh(asked: Answered | undefined): Freshness | Fault | undefined {
  if (asked === undefined) return undefined;
  if (isFault(asked.answer)) return asked.answer;
  const ageMs = asked.answer?.amount ?? undefined;
  return {
    isFresh: asked.answer?.fresh === true,
    ageMs: ageMs === undefined ? undefined : Number(ageMs),
  };
}

function isFault(answer: AnswerRow | Fault | undefined): answer is Fault {
  return answer !== undefined && 'code' in answer;
}
