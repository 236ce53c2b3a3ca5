import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { WarningOutlined } from '@ant-design/icons';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { PriorityTag, ReadingState } from '@/components/reading-state';
import { StateTag } from '@/components/state-tag';
import { TimeLeft } from '@/components/time-left';
import type { ReadingRequest } from '@/lib/api/schema';
import { counted, isShort } from '@/lib/format/images';
import styles from './request-table.module.css';

interface RequestRowProps {
  request: ReadingRequest;
  active: boolean;
  fresh: boolean;
  onOpen: (id: string) => void;
  onPoint: (id: string | undefined) => void;
  onPick: (id: string) => void;
}

export const RequestRow = memo(function RequestRow({ request, active, fresh, onOpen, onPoint, onPick }: RequestRowProps) {
  const { t } = useTranslation(['worklist', 'states']);
  const exam = useExam();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const { study, claimedBy } = request;
  return (
    <tr
      ref={row}
      className={[styles.row, active ? styles.active : '', fresh ? styles.fresh : ''].join(' ')}
      aria-selected={active}
      data-id={request.id}
      onMouseEnter={() => onPoint(request.id)}
      onMouseLeave={() => onPoint(undefined)}
      onClick={() => {
        onPick(request.id);
        onOpen(request.id);
      }}
    >
      <td>{request.dueAt ? <TimeLeft dueAt={request.dueAt} /> : <span className={styles.soft}>{t('worklist:noDue')}</span>}</td>
      <td><PriorityTag priority={request.priority} /></td>
      <td>
        <div className={styles.name}>
          <PatientName patient={request.patient} on={study.studyDate} />
          {study.matched === false ? <StateTag tone="warning" icon={<WarningOutlined />}>{t('states:study.unmatched')}</StateTag> : null}
          {study.state === 'rejected' ? <StateTag tone="warning" icon={<WarningOutlined />}>{t('states:study.rejected')}</StateTag> : null}
        </div>
      </td>
      <td className={styles.clip} title={study.description}>{exam(request.modality, study.bodyPart, study.description)}</td>
      <td className={styles.clip} title={request.organization.name}>{request.organization.name}</td>
      <td className={isShort(study.completeness) ? styles.short : undefined}>{study.completeness ? counted(study.completeness) : ''}</td>
      <td><ReadingState status={request.status} /></td>
      <td className={styles.clip}>{claimedBy?.name ?? request.reviewer?.name ?? request.writer?.name ?? ''}</td>
    </tr>
  );
});
