import {
  CheckCircleOutlined, ClockCircleOutlined, EditOutlined, FileDoneOutlined, FileSyncOutlined, FormOutlined, InboxOutlined, RollbackOutlined,
  StopOutlined, ThunderboltOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Priority, ReadingStatus } from '@/lib/api/schema';
import { StateTag, type Tone } from './state-tag';

const looks: Record<ReadingStatus, [Tone, ReactNode]> = {
  draft: ['neutral', <FormOutlined key="i" />],
  submitted: ['info', <InboxOutlined key="i" />],
  claimed: ['accent', <EditOutlined key="i" />],
  preliminary: ['warning', <ThunderboltOutlined key="i" />],
  written: ['info', <FileDoneOutlined key="i" />],
  final: ['success', <CheckCircleOutlined key="i" />],
  returned: ['warning', <RollbackOutlined key="i" />],
  cancelled: ['neutral', <StopOutlined key="i" />],
  amending: ['warning', <FileSyncOutlined key="i" />],
  voided: ['neutral', <StopOutlined key="i" />],
};

export function ReadingState({ status }: { status: ReadingStatus }) {
  const { t } = useTranslation('states');
  const [tone, icon] = looks[status];
  return (
    <StateTag tone={tone} icon={icon}>
      {t(`reading.${status}`)}
    </StateTag>
  );
}

/** Emergency and urgent stand out; routine is quiet. */
export function PriorityTag({ priority }: { priority: Priority }) {
  const { t } = useTranslation('states');
  const tone = priority === 'emergency' ? 'danger' : priority === 'urgent' ? 'warning' : 'neutral';
  return (
    <StateTag tone={tone} icon={priority === 'routine' ? <ClockCircleOutlined /> : <ThunderboltOutlined />}>
      {t(`priority.${priority}`)}
    </StateTag>
  );
}
