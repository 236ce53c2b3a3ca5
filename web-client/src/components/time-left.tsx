import { ClockCircleOutlined, ExclamationCircleFilled, FieldTimeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { minute } from '@/lib/format/moment';
import { pressure, timeLeft } from '@/lib/time/time-left';
import { useNow } from '@/lib/time/use-now';
import styles from './time-left.module.css';

/** Counts down in place; the absolute time is in the title. */
export function TimeLeft({ dueAt }: { dueAt: string }) {
  const { t } = useTranslation('common');
  const now = useNow();
  const left = timeLeft(dueAt, now);
  const press = pressure(dueAt, now);
  const value = t(`time.${left.unit}`, { value: left.value });
  const icon = press === 'late' ? <ExclamationCircleFilled /> : press === 'soon' ? <FieldTimeOutlined /> : <ClockCircleOutlined />;
  return (
    <time className={styles[press]} dateTime={dueAt} title={t('time.due', { at: minute(dueAt) })}>
      <span aria-hidden="true">{icon}</span> {left.overdue ? t('time.overdue', { time: value }) : value}
    </time>
  );
}
