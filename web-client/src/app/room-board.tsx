import { useQuery } from '@tanstack/react-query';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { StudyViewer } from '@/features/viewer';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { BoardLink } from '@/lib/board/board-link';
import { useSession } from '@/lib/session/session';

/** The images of a room's study, as the viewer of the case shows them, shared over the board. */
export function RoomBoard({ link, studyId }: { link: BoardLink; studyId: string }) {
  const { may } = useSession();
  const study = useQuery({ queryKey: keys.study(studyId), queryFn: ({ signal }) => call('getStudy', { path: { id: studyId }, signal }) });
  if (study.error && !study.data) return <Problem error={study.error} onRetry={() => void study.refetch()} />;
  if (!study.data) return <SkeletonRows rows={8} />;
  const { data } = study;
  return (
    <StudyViewer
      studyInstanceUid={data.studyInstanceUid}
      patient={data.patient}
      accessionNumber={data.accessionNumber}
      studyDate={data.studyDate}
      origin={data.organization.name}
      withPriors={data.matched && may('patient.read')}
      completeness={data.completeness}
      conflicts={data.conflicts}
      shared={link}
    />
  );
}
