import { Button } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { PriorityTag, ReadingState } from '@/components/reading-state';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { ReadingRequest } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useHistory } from '../api/queries';
import styles from './preview-panel.module.css';

interface PreviewPanelProps {
  request: ReadingRequest;
  onOpen: () => void;
  onClaim: (() => void) | undefined;
  onClose: () => void;
}

/** Indication and history beside the list, without leaving it. */
export function PreviewPanel({ request, onOpen, onClaim, onClose }: PreviewPanelProps) {
  const { t } = useTranslation(['worklist', 'common', 'states']);
  const exam = useExam();
  const history = useHistory(request.patient?.id);
  const earlier = history.data?.items.filter((study) => study.id !== request.study.id);
  return (
    <aside className={styles.panel} aria-label={t('worklist:preview.title')}>
      <header>
        <PatientName patient={request.patient} on={request.study.studyDate} />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('common:action.close')} onClick={onClose} />
      </header>
      <p className={styles.tags}>
        <PriorityTag priority={request.priority} />
        <ReadingState status={request.status} />
      </p>
      <p>{exam(request.modality, request.study.bodyPart, request.study.description)}</p>
      <p className={styles.soft}>{[request.organization.name, minute(request.study.studyDate)].filter(Boolean).join(' · ')}</p>
      <h3>{t('worklist:preview.indication')}</h3>
      <p className={styles.words}>{request.clinicalInfo?.trim() ? request.clinicalInfo : t('worklist:preview.none')}</p>
      <h3>{t('worklist:preview.history')}</h3>
      {history.isLoading ? <SkeletonRows rows={3} /> : null}
      {earlier?.length === 0 ? <p className={styles.soft}>{t('worklist:preview.noHistory')}</p> : null}
      <ul>
        {earlier?.map((study) => (
          <li key={study.id}>
            <time>{minute(study.studyDate ?? study.receivedAt)}</time> {exam(study.modality, study.bodyPart, study.description)}
          </li>
        ))}
      </ul>
      <footer>
        <Button type="primary" onClick={onOpen}>{t('worklist:openCase')}</Button>
        {onClaim ? <Button onClick={onClaim}>{t('worklist:claim')}</Button> : null}
        <span className={styles.soft}>{t('worklist:preview.hint')}</span>
      </footer>
    </aside>
  );
}
