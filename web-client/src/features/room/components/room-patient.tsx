import { PatientName } from '@/components/patient-name';
import type { Room } from '@/lib/api/schema';
import { useRoomStudy } from '../api';

/** Whom the room is about; nothing for those who may not know. */
export function RoomPatient({ about }: { about: Room }) {
  const study = useRoomStudy(about.subject?.studyId);
  return study.data ? <span data-testid="room-patient"><PatientName patient={study.data.patient} on={study.data.studyDate} /></span> : null;
}
