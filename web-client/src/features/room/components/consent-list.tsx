import { useTranslation } from 'react-i18next';
import type { Room } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import styles from './drawer.module.css';

/** What was recorded before the room began. */
export function ConsentList({ about }: { about: Room | undefined }) {
  const { t } = useTranslation('room');
  const consents = about?.consents ?? [];
  if (consents.length === 0) return <p className={styles.soft}>{t('consent.none')}</p>;
  return (
    <ul className={styles.list}>
      {consents.map((each) => (
        <li key={each.id} className={styles.note}>
          <span className={styles.who}>
            <span>
              {each.kind === 'emergency'
                ? t('consent.emergencyGiven', { reason: each.reason ?? '' })
                : t('consent.given', { name: each.givenByName ?? '', giver: t(`consent.giver.${each.givenBy ?? 'patient'}`), at: minute(each.givenAt), text: each.text ?? '' })}
            </span>
            <small className={styles.soft}>{t('consent.recordedBy', { name: each.recordedBy.name, at: minute(each.recordedAt) })}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
