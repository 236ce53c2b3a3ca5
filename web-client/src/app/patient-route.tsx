import { useParams } from 'react-router';
import { PatientView } from '@/features/patient';
import { RecognitionPanel } from '@/features/recognition';
import { PatientRecordings } from '@/features/room';
import { useSession } from '@/lib/session/session';

export function PatientRoute() {
  const { patientId = '' } = useParams();
  const { may } = useSession();
  return (
    <PatientView key={patientId} id={patientId}>
      {may('recognition.read') ? <RecognitionPanel patientId={patientId} /> : null}
      <PatientRecordings patientId={patientId} />
    </PatientView>
  );
}
