import { asMembers, asText, type Members } from '../json.ts';

const minuteMs = 60_000;

/** LoROTA's payload for one appointment of VistA, as vets-api's cassette has it (lorota/data/data_200.yml). */
export function lorotaPayload(found: Members, stationNo: string, now: Date): Members {
  const clinic = asMembers(found['Clinic']);
  const person = asMembers(found['Patient']);
  const start = Date.parse(asText(found['StartTime']));
  const at = (offsetMinutes: number) => new Date(start + offsetMinutes * minuteMs).toISOString();
  const appointmentIEN = asText(found['AppointmentIEN']);
  return {
    appointments: [
      {
        appointmentIEN,
        checkedInTime: '',
        checkInSteps: [],
        checkInWindowStart: at(-45),
        checkInWindowEnd: at(15),
        clinicCreditStopCodeName: '',
        clinicFriendlyName: clinic['Name'],
        clinicIen: clinic['ClinicIEN'],
        clinicLocation: '',
        clinicName: clinic['Name'],
        clinicPhoneNumber: '',
        clinicStopCodeName: '',
        doctorName: '',
        eligibility: isInWindow(start, now) ? 'ELIGIBLE' : 'INELIGIBLE_TOO_EARLY',
        facility: 'ZZTEST STAGING',
        kind: 'clinic',
        patientDFN: person['DFN'],
        startTime: found['StartTime'],
        stationNo,
        status: '',
      },
    ],
    appointmentIENs: [appointmentIEN],
    patientDemographicsStatus: {
      demographicsNeedsUpdate: false,
      demographicsConfirmedAt: null,
      nextOfKinNeedsUpdate: false,
      nextOfKinConfirmedAt: null,
      emergencyContactNeedsUpdate: false,
      emergencyContactConfirmedAt: null,
    },
    demographics: { emailAddress: '', icn: '', homePhone: '', mobilePhone: '', workPhone: '' },
    setECheckinStartedCalled: false,
  };
}

/** From 45 minutes before to 15 minutes after (CIE/engineering/full-auth-check-in/chip-design-doc.md). */
export function isInWindow(startMs: number, now: Date): boolean {
  const untilStart = startMs - now.getTime();
  return untilStart <= 45 * minuteMs && untilStart >= -15 * minuteMs;
}
