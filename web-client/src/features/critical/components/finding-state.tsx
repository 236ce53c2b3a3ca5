import { AlertFilled, BellFilled, CheckCircleOutlined, PhoneOutlined, StopOutlined, UserOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { StateTag } from '@/components/state-tag';
import type { CriticalFinding } from '@/lib/api/schema';

const looks = {
  raised: ['danger', <AlertFilled key="i" />],
  notified: ['danger', <BellFilled key="i" />],
  acknowledged: ['warning', <PhoneOutlined key="i" />],
  patientReached: ['info', <UserOutlined key="i" />],
  handled: ['success', <CheckCircleOutlined key="i" />],
  withdrawn: ['neutral', <StopOutlined key="i" />],
} as const;

export function FindingState({ status }: { status: CriticalFinding['status'] }) {
  const { t } = useTranslation('critical');
  return <StateTag tone={looks[status][0]} icon={looks[status][1]}>{t(`status.${status}`)}</StateTag>;
}
