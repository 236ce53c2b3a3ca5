import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import { useStore } from '../use-store';
import styles from './status-line.module.css';

const stays = 8_000;

/** What has just happened to oneself, for some seconds. */
export function NoticeBar({ call }: { call: RoomCall }) {
  const { t } = useTranslation('room');
  const notice = useStore(call.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => call.notice.set(undefined), stays);
    return () => clearTimeout(timer);
  }, [notice, call]);
  if (!notice) return null;
  const { participant, source, problem } = notice;
  const words =
    notice.kind === 'device' ? (source && problem ? t(`problem.${source}.${problem}`) : '') : t(`notice.${notice.kind}`, { name: notice.name ?? '', reason: notice.reason ? t(`recording.reason.${notice.reason}`) : '' });
  return (
    <div className={styles.notice} role="alert" data-testid="notice">
      <span>{words}</span>
      {notice.kind === 'wantsToPresent' && participant ? (
        <Button
          size="small"
          type="primary"
          onClick={() => {
            call.notice.set(undefined);
            void call.board.grant(participant).catch(() => undefined);
          }}
        >
          {t('notice.allow')}
        </Button>
      ) : null}
    </div>
  );
}
