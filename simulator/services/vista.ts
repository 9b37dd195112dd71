/** VistA itself: what stands behind vista-api's RPCs. It lives in vista-api's process and breaks on its own. */
import { setTimeout as wait } from 'node:timers/promises';

import type { IsOn } from '../faults.ts';
import { appointment, patient } from '../people.ts';

export interface RpcAnswer {
  /** Status that vista-api gives the answer. */
  readonly status: number;
  readonly success: boolean;
  readonly message: string;
  readonly payload?: unknown;
}

export type Rpc =
  | { readonly name: 'appointments-of-patient'; readonly dfn: string }
  | { readonly name: 'appointment'; readonly ien: string }
  | { readonly name: 'demographics'; readonly dfn: string }
  | { readonly name: 'insurance'; readonly dfn: string }
  | { readonly name: 'set-status'; readonly ien: string; readonly statusIen: string };

export interface Vista {
  /** Calls as one station; never rejects. */
  call(station: string, rpc: Rpc): Promise<RpcAnswer>;
  /** How often a status was set. */
  writes(): number;
}

const minuteMs = 60_000;
/** E-CHECK-IN STARTED cannot be set twice (va.gov-team#29443). */
const eCheckInStarted = '5';

export function createVista(isOn: IsOn, slowMs: number, now: () => Date): Vista {
  const statuses: string[] = [];
  return {
    writes: () => statuses.length,
    async call(station, rpc) {
      if (isOn('slow-vista')) await wait(slowMs, undefined, { ref: false });
      if (isOn('vista-inhibited')) return failure(500, 'Logins are currently inhibited.');
      if (station !== patient.station) return failure(400, 'Station is not in the institution map.');
      return run(rpc, { isOn, now }, statuses);
    },
  };
}

interface Surroundings {
  readonly isOn: IsOn;
  readonly now: () => Date;
}

function run(rpc: Rpc, around: Surroundings, statuses: string[]): RpcAnswer {
  const { isOn } = around;
  const hasAppointment = !isOn('no-appointments');
  switch (rpc.name) {
    case 'appointments-of-patient': {
      const found = hasAppointment && rpc.dfn === patient.dfn;
      return success({ Appointment: found ? [currentAppointment(around)] : [] });
    }
    case 'appointment':
      return hasAppointment && rpc.ien === appointment.ien
        ? success({ Appointment: currentAppointment(around) })
        : failure(404, 'Appointment not found.');
    case 'demographics':
      return rpc.dfn === patient.dfn
        ? success({ Patient: demographics })
        : failure(404, 'Patient not found.');
    case 'insurance':
      return success({ NeedInsuranceVerification: { YesNo: isOn('insurance-flag') ? 'YES' : 'NO' } });
    case 'set-status': {
      const entry = `${rpc.ien}:${rpc.statusIen}`;
      // vista-api reports this one inside a 200 (va.gov-team#28576).
      if (rpc.statusIen === eCheckInStarted && statuses.includes(entry))
        return failure(200, 'Duplicate status entry.');
      statuses.push(entry);
      return success({ Status: 'Success' });
    }
  }
}

/**
 * The SDES model's Patient has DFN, Name, Last4, Eligibility and no DOB (VistA API X, Patient.java); the other
 * member names follow its style and are ours.
 */
function currentAppointment({ isOn, now }: Surroundings) {
  const start = now().getTime() + (isOn('appointment-outside-window') ? 180 : 10) * minuteMs;
  return {
    AppointmentIEN: appointment.ien,
    StartTime: new Date(start).toISOString(),
    EndTime: new Date(start + 30 * minuteMs).toISOString(),
    Status: 'SCHEDULED/KEPT',
    Station: isOn('station-suffix') ? appointment.suffixedStation : patient.station,
    Clinic: { ClinicIEN: appointment.clinicIen, Name: appointment.clinicName },
    Patient: { DFN: patient.dfn, Name: patient.name, Last4: '0000', Eligibility: 'ZZTEST' },
  };
}

const demographics = {
  DFN: patient.dfn,
  ICN: patient.icn,
  Name: patient.name,
  DOB: patient.dob,
  ZipCode: patient.zip,
};

function success(payload: unknown): RpcAnswer {
  return { status: 200, success: true, message: 'Success', payload };
}

function failure(status: number, message: string): RpcAnswer {
  return { status, success: false, message };
}
