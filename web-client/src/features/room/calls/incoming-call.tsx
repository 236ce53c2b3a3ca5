import { PhoneFilled, VideoCameraFilled } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { startRinging } from './ring-sound';
import { useIncoming } from './use-incoming';
import styles from './incoming-call.module.css';

/** A call that rings, over whatever page is open; and the last one that was missed. */
export function IncomingCall({ onAccept }: { onAccept: (roomId: string) => void }) {
  const { t } = useTranslation('room');
  const { message } = App.useApp();
  const { me } = useSession();
  const { ringing, missed, accept, decline, dismiss } = useIncoming(me.id);
  const first = ringing[0];
  const rings = first !== undefined;
  useEffect(() => (rings ? startRinging() : undefined), [rings]);
  if (first) {
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
  const last = missed.at(-1);
  if (!last || location.pathname.endsWith(`/rooms/${last.room}`)) return null;
  const enter = (): void => {
    dismiss(last.room);
    onAccept(last.room);
  };
  return (
    <aside className={styles.call} role="status" data-testid="missed-call">
      <span className={styles.words}>
        <strong>{t('call.missed', { name: last.from, at: minute(new Date(last.at).toISOString()).slice(-5) })}</strong>
        <span>{t('call.about')} · {t('call.to', { callee: last.callee })}</span>
      </span>
      <Button type="primary" onClick={enter}>{t('call.enter')}</Button>
      <Button onClick={() => dismiss(last.room)}>{t('call.seen')}</Button>
    </aside>
  );
}
