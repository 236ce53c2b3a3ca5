import { CloseOutlined, PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallOut, Ringing } from '../calls/call-out';
import { useStore } from '../use-store';
import styles from './calling-bar.module.css';

/** Whom this room rings now, and who did not come; said until somebody has read it. */
export function CallingBar({ calls }: { calls: CallOut }) {
  const { t } = useTranslation('room');
  const ringing = useStore(calls.ringing);
  if (ringing.length === 0) return null;
  const words = ({ name, heard, outcome }: Ringing): string => (outcome ? t(`invite.outcome.${outcome}`, { name }) : t(heard ? 'invite.ringingHeard' : 'invite.ringing', { name }));
  return (
    <section className={styles.bar} aria-label={t('invite.calls')}>
      {ringing.map((each) => (
        <div key={each.call} role="status" data-testid="calling" data-outcome={each.outcome ?? 'ringing'}>
          <PhoneOutlined aria-hidden="true" />
          <span className={styles.words}>{words(each)}</span>
          {each.outcome ? (
            <>
              <Button size="small" onClick={() => void calls.ring(each.callee, each.name)}>{t('invite.again')}</Button>
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('invite.read')} onClick={() => calls.dismiss(each.call)} />
            </>
          ) : (
            <Button size="small" danger onClick={() => calls.cancel(each.call)}>{t('invite.cancel')}</Button>
          )}
        </div>
      ))}
    </section>
  );
}
