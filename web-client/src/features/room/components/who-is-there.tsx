import { useTranslation } from 'react-i18next';
import { useAttendance } from '../api';
import styles from './door.module.css';

/** At the door: who is in the room already. */
export function WhoIsThere({ roomId }: { roomId: string }) {
  const { t } = useTranslation('room');
  const stays = useAttendance(roomId, 5_000).data?.items;
  if (!stays) return null;
  const names = [...new Set(stays.filter(({ leftAt }) => !leftAt).map(({ person }) => person.name))];
  return (
    <p className={styles.soft} data-testid="who-is-there">
      {names.length === 0 ? t('before.nobodyYet') : t('before.there', { names: names.join(t('before.and')) })}
    </p>
  );
}
