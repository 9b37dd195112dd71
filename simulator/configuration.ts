import { patient } from './people.ts';
import type { Staging } from './staging.ts';

/** DataDog's number of a monitor; the simulator knows any. */
const monitor = 122_032;

export interface ConfigurationOptions {
  /** Commit that vets-api must report as live; without it any will do. */
  readonly revision?: string;
  /** REF that the build of vets-website must have; without it any will do. */
  readonly ref?: string;
}

/**
 * A configuration of the gate for this staging, as YAML. Secrets stay out of it: it names the variables of
 * `staging.env`.
 */
export function gateConfiguration(
  { urls }: Pick<Staging, 'urls'>,
  { revision, ref }: ConfigurationOptions = {},
): string {
  return `version: 1
environment: staging

probes:
  cdw:
    kind: cdw
    owner: { team: VEText data, contact: "#vetext-data", runbook: "https://runbooks.example/cdw-sync" }
    url: \${CDW_URL}
    tables:
      dflt.vw__sta3n_icn:
        columns: { icn: varchar(50), sta3n: smallint not null, cellPhone: varchar(40) }
        rows: { at-least: 1, where: { sta3n: ${patient.station} } }
        freshness: { column: loaded_at, max-age: 36h }
      spatient.SPatient:
        columns: { PatientSID: bigint, PatientICN: varchar(50), PatientName: varchar(200), Sta3n: smallint }
      spatient.SPatientPhone:
        columns: { PatientSID: bigint, PhoneNumber: varchar(50) }
      dim.Sta3n:
        columns: { Sta3n: smallint, Sta3nName: varchar(50) }
        rows: { at-least: 1 }

  vista-api:
    kind: vista-api
    owner: { team: vista-api, contact: "#vista-api", runbook: "https://runbooks.example/vista-api" }
    url: ${urls['vista-api']}
    key: \${VISTA_API_KEY}
    station: "${patient.station}"
    duz: \${VISTA_DUZ}
    patient: \${TEST_PATIENT_DFN}

  vetext:
    kind: vetext
    owner: { team: VEText, contact: "#vetext", runbook: "https://runbooks.example/vetext" }
    url: ${urls.vetext}
    station: "${patient.station}"

  lorota:
    kind: lorota
    owner: { team: LoROTA, contact: "#chip-engineering", runbook: "https://runbooks.example/lorota" }
    url: ${urls.lorota}
    api-id: \${LOROTA_API_ID}
    api-key: \${LOROTA_API_KEY}
    signing-key: \${LOROTA_PRIVATE_KEY}

  chip:
    kind: chip
    owner: { team: CHIP, contact: "#chip-engineering", runbook: "https://runbooks.example/chip" }
    url: ${urls.chip}
    api-id: \${CHIP_API_ID}
    username: \${CHIP_USER}
    password: \${CHIP_PASSWORD}

  vets-api:
    kind: vets-api
    owner: { team: check-in experience, contact: "#check-in-experience", runbook: "https://runbooks.example/check-in" }
    url: ${urls['vets-api']}
${option('revision', revision)}
  vets-website:
    kind: vets-website
    owner: { team: VA.gov platform, contact: "#vsp-platform", runbook: "https://runbooks.example/vets-website" }
    url: ${urls['vets-website']}
${option('ref', ref)}
  check-in:
    kind: check-in
    owner: { team: check-in experience, contact: "#check-in-experience" }
    last-name: \${TEST_PATIENT_LAST_NAME}
    birth-date: \${TEST_PATIENT_DOB}

  datadog:
    kind: datadog
    owner: { team: check-in experience, contact: "#check-in-monitoring" }
    required: false
    url: ${urls.datadog}
    api-key: \${DD_API_KEY}
    application-key: \${DD_APP_KEY}
    environment: staging
    check-ins: { at-least: 1 }
    verification-rate: { at-least: 0.8 }
    monitors: [${String(monitor)}]
`;
}

function option(key: string, value: string | undefined): string {
  return value === undefined ? '' : `    ${key}: "${value}"\n`;
}

/** What the evidence of a candidate must be; appended to a configuration. */
export const evidenceSection = `
evidence:
  candidate: { from: deployment }
  require:
    - { probe: check-in, passes: 3, spanning: 1h }
    - { healthy-for: 4h, max-gap: 45m }
  expires-after: 7d

wait-interval: 5m
`;
