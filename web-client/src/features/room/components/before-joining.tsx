import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Room } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import type { RoomCall } from '../state/room-call';
import { RecordingList } from '../recording/recording-list';
import { ConsentForm } from './consent-form';
import { DeviceCheck } from './device-check';
import { RoomPatient } from './room-patient';
import { WhoIsThere } from './who-is-there';
import styles from './door.module.css';

interface BeforeJoiningProps {
  call: RoomCall;
  /** Unknown to who is not invited. */
  about: Room | undefined;
  joining: boolean;
  refusal: string | undefined;
  onHome: () => void;
}

const known = ['no-such-room', 'not-admitted', 'consent-required', 'agreement-required', 'room-locked', 'room-full', 'not-allowed', 'other-server'] as const;

/** The door: devices, tests, the patient's consent, and in. */
export function BeforeJoining({ call, about, joining, refusal, onHome }: BeforeJoiningProps) {
  const { t } = useTranslation('room');
  const moderates = about?.role === 'host' || about?.role === 'invitingDoctor';
  const word = known.find((each) => each === refusal);
  if (about?.state === 'closed') {
    return (
      <main className={styles.door}>
        <h1>{t('before.closed')}</h1>
        <RecordingList roomId={about.id} />
        <Button type="primary" onClick={onHome}>{t('over.home')}</Button>
      </main>
    );
  }
  return (
    <main className={styles.door}>
      <header>
        <h1>{about ? t(`kind.${about.kind}`) : t('title')}</h1>
        {about ? <RoomPatient about={about} /> : null}
        <p className={styles.soft}>{about ? t('call.openedBy', { name: about.openedBy.name, at: minute(about.openedAt) }) : t('before.knock')}</p>
        {about ? <WhoIsThere roomId={about.id} /> : null}
      </header>
      {refusal && !(refusal === 'consent-required' && about) ? <Alert type="error" showIcon title={word ? t(`refusal.${word}`) : t('refusal.other')} /> : null}
      <DeviceCheck call={call} />
      {about?.consentRequired && moderates ? <ConsentForm roomId={about.id} /> : null}
      {about?.consentRequired && !moderates ? <Alert type="warning" showIcon title={t('consent.waitForHost')} /> : null}
      <div className={styles.row}>
        <Button onClick={onHome}>{t('over.home')}</Button>
        <Button type="primary" size="large" autoFocus loading={joining} disabled={about?.consentRequired === true && moderates} onClick={() => void call.join()}>
          {t(joining ? 'before.joining' : 'before.join')}
        </Button>
      </div>
    </main>
  );
}
