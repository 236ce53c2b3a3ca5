import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Page, Panel } from '@/components/page';
import { PatientFinder } from '@/features/patient';
import { ItemTable } from '@/features/recognition';
import { useSession } from '@/lib/session/session';
import styles from './recognition-route.module.css';

/** Looks a patient up before an examination is ordered; the results are on the patient's page. */
export function RecognitionRoute() {
  const { t } = useTranslation('recognition');
  const { may } = useSession();
  const navigate = useNavigate();
  return (
    <Page title={t('title')} narrow>
      {may('patient.read') ? (
        <Panel>
          <div className={styles.finder}>
            <p>{t('lookup')}</p>
            <PatientFinder focus onChoose={({ id }) => void navigate(`/patients/${id}`)} />
          </div>
        </Panel>
      ) : null}
      <ItemTable />
    </Page>
  );
}
