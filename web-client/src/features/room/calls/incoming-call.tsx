import { PhoneFilled, VideoCameraFilled } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/session/session';
import { startRinging } from './ring-sound';
import { useIncoming } from './use-incoming';
import styles from './incoming-call.module.css';

/** A call that rings, over whatever page is open. */
export function IncomingCall({ onAccept }: { onAccept: (roomId: string) => void }) {
  const { t } = useTranslation('room');
  const { message } = App.useApp();
  const { me } = useSession();
  const { ringing, accept, decline } = useIncoming(me.id);
  const first = ringing[0];
  const rings = first !== undefined;
  useEffect(() => (rings ? startRinging() : undefined), [rings]);
  if (!first) return null;
  const take = (): void => void accept(first).then(onAccept, () => message.warning(t('refusal.no-such-room')));
  return (
    <aside className={styles.call} role="alertdialog" aria-label={t('call.incoming', { name: first.from })} data-testid="incoming">
      <span className={styles.icon} aria-hidden="true"><PhoneFilled /></span>
      <span className={styles.words}>
        <strong>{t('call.incoming', { name: first.from })}</strong>
        <span>{t('call.about')} · {t('call.to', { callee: first.callee })}</span>
      </span>
      <Button type="primary" size="large" icon={<VideoCameraFilled />} onClick={take}>{t('call.accept')}</Button>
      <Button danger size="large" onClick={() => decline(first)}>{t('call.decline')}</Button>
    </aside>
  );
}
