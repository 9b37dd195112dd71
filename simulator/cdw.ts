/** A small CDW: the phone-lookup tables that VEText reads, in a database of their own. */
import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { connectAsOwner, type DatabaseAddress } from './database.ts';
import type { IsOn } from './faults.ts';
import { others, patient } from './people.ts';

export interface Role {
  readonly user: string;
  readonly password: string;
}

export interface Cdw {
  readonly database: string;
  /** May only read; the probe's. */
  readonly gate: Role;
  /** VEText's own. */
  readonly vetext: Role;
  /** Rebuilds roles and tables as the faults that are on now have them. */
  apply(isOn: IsOn): Promise<void>;
  /** Disconnects; drops database and roles too when the server outlives them. */
  close(drop: boolean): Promise<void>;
}

/**
 * Creates a database with two roles of its own, so that several simulators share one server. It is empty until
 * `apply` was called.
 */
export async function createCdw(server: DatabaseAddress): Promise<Cdw> {
  const id = randomBytes(5).toString('hex');
  const database = `cdw_${id}`;
  const gate = { user: `gate_${id}`, password: randomBytes(9).toString('hex') };
  const vetext = { user: `vetext_${id}`, password: randomBytes(9).toString('hex') };
  const admin = await connectAsOwner(server);
  await admin.query(`create database ${database}`);
  await admin.end();
  const owner = await connectAsOwner(server, database);
  await owner.query(`create role ${gate.user} login; create role ${vetext.user} login`);
  return {
    database,
    gate,
    vetext,
    async apply(isOn) {
      await owner.query(tables(isOn));
      await owner.query(access(isOn, gate, vetext));
    },
    async close(drop) {
      if (drop)
        await owner.query(
          `drop owned by ${gate.user}, ${vetext.user}; drop role ${gate.user}, ${vetext.user}`,
        );
      await owner.end();
      if (!drop) return;
      const last = await connectAsOwner(server);
      await last.query(`drop database ${database} with (force)`);
      await last.end();
    },
  };
}

/**
 * One text of several statements is one transaction: nobody sees a half-built CDW. Names and columns are those of
 * va.gov-team#30001; types, keys and `loaded_at` are ours.
 */
function tables(isOn: IsOn): string {
  const phone = isOn('cdw-type-narrowed') ? 'varchar(14)' : 'varchar(40)';
  const loadedAt = isOn('cdw-stale') ? "now() - interval '5 days'" : "now() - interval '5 hours'";
  return `
    drop schema if exists dflt, spatient, dim, meta cascade;
    create schema dflt;
    create schema spatient;
    create schema dim;
    create schema meta;
    create table dim."Sta3n" ("Sta3n" smallint primary key, "Sta3nName" varchar(50) not null);
    insert into dim."Sta3n" values (530, 'ZZTEST STAGING'), (500, 'ZZTEST DEVELOPMENT');
    create table dflt.vw__sta3n_icn (
      icn varchar(50), sta3n smallint not null, "cellPhone" ${phone}, loaded_at timestamptz);
    create table spatient."SPatient" (
      "PatientSID" bigint primary key, "PatientICN" varchar(50), "PatientName" varchar(200) not null,
      "Sta3n" smallint not null references dim."Sta3n");
    create table meta.patient_phone (sid bigint not null, number varchar(50));
    ${isOn('cdw-empty') ? '' : people(loadedAt)}
    ${phoneView(isOn('cdw-view-broken'))}
    ${isOn('cdw-column-missing') ? 'alter table dflt.vw__sta3n_icn drop column "cellPhone";' : ''}`;
}

function people(loadedAt: string): string {
  const quote = (value: string) => pg.escapeLiteral(value);
  const everybody = [{ ...patient, station: Number(patient.station) }, ...others];
  return everybody
    .map(
      ({ icn, station, name, phone }, index) => `
    insert into dflt.vw__sta3n_icn values (${quote(icn)}, ${String(station)}, ${quote(phone)}, ${loadedAt});
    insert into spatient."SPatient" values (${String(index + 1)}, ${quote(icn)}, ${quote(name)}, ${String(station)});
    insert into meta.patient_phone values (${String(index + 1)}, ${quote(phone)});`,
    )
    .join('');
}

/**
 * A view over a function, because PostgreSQL would not let a view lose its table. The function looks its table up
 * when it runs: without it the catalogue stays as it was, and every select fails.
 */
function phoneView(broken: boolean): string {
  return `
    create function meta.phones() returns table (sid bigint, number varchar(50)) language plpgsql stable
      security definer as $$ begin return query select p.sid, p.number from meta.patient_phone p; end $$;
    create view spatient."SPatientPhone" as
      select sid as "PatientSID", number::varchar(50) as "PhoneNumber" from meta.phones();
    ${broken ? 'drop table meta.patient_phone;' : ''}`;
}

function access(isOn: IsOn, gate: Role, vetext: Role): string {
  const gatePassword = isOn('cdw-wrong-password') ? randomBytes(9).toString('hex') : gate.password;
  return `
    alter role ${gate.user} password '${gatePassword}';
    alter role ${vetext.user} password '${vetext.password}';
    grant usage on schema dflt, spatient, dim to ${gate.user}, ${vetext.user};
    grant select on all tables in schema dflt, spatient, dim to ${gate.user}, ${vetext.user};
    ${isOn('cdw-no-grant') ? `revoke select on dflt.vw__sta3n_icn from ${gate.user};` : ''}`;
}
