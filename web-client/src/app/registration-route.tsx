import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page, Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { PatientFinder, RegistrationForm } from '@/features/patient';
import { OrderForm, OrderList, useOrder } from '@/features/patient-order';
import { RecognitionChoice } from '@/features/recognition';
import { ApiProblem } from '@/lib/api/problem';
import type { ExamOrderDraft, Patient } from '@/lib/api/schema';
import styles from './registration-route.module.css';

/** The desk: find or register the patient, order the examination, decide on what has been examined already. */
export function RegistrationRoute() {
  const { t } = useTranslation('registration');
  const { message } = App.useApp();
  const order = useOrder();
  const [patient, setPatient] = useState<Patient>();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<{ draft: ExamOrderDraft; results: string[] }>();
  const send = (draft: ExamOrderDraft): void =>
    order.mutate(draft, {
      onSuccess: ({ accessionNumber }) => {
        setAsked(undefined);
        setPatient(undefined);
        void message.success(t('order.done', { number: accessionNumber }));
      },
      onError: (error) => {
        if (error instanceof ApiProblem && error.slug === 'decision-required') setAsked({ draft, results: error.body.results ?? [] });
      },
    });
  const refused = order.error && !(order.error instanceof ApiProblem && order.error.slug === 'decision-required') ? order.error : undefined;
  const choose = (chosen: Patient | undefined): void => {
    setPatient(chosen);
    setMaking(false);
    setAsked(undefined);
    order.reset();
  };
  return (
    <Page title={t('title')} narrow>
      <div className={styles.columns}>
        <Panel
          title={patient ? t('chosen') : making ? t('createTitle') : t('find')}
          extra={patient ? <Button size="small" onClick={() => choose(undefined)}>{t('otherPatient')}</Button> : making ? null : <Button size="small" type="primary" onClick={() => setMaking(true)}>{t('create')}</Button>}
        >
          <div className={styles.body}>
            {patient ? (
              <>
                <PatientName patient={patient} />
                <span className={styles.soft}>{[patient.birthDate, patient.localId, patient.idNumberMasked, patient.phoneMasked, patient.addressMasked].filter(Boolean).join(' · ')}</span>
                <Link to={`/patients/${patient.id}`}>{t('openPatient')}</Link>
              </>
            ) : making ? (
              <RegistrationForm
                onCancel={() => setMaking(false)}
                onDone={(made) => {
                  choose(made);
                  void message.success(t('saved'));
                }}
              />
            ) : (
              <>
                <p className={styles.soft}>{t('findHint')}</p>
                <PatientFinder focus onChoose={choose} />
              </>
            )}
          </div>
        </Panel>
        {patient && asked ? (
          <RecognitionChoice
            patientId={patient.id}
            resultIds={asked.results}
            words={{ title: t('decide.title'), body: t('decide.body'), doctor: t('decide.doctor'), cancel: t('decide.cancel') }}
            busy={order.isPending}
            error={refused}
            onRecognized={() => {
              choose(undefined);
              void message.success(t('decide.recognized'));
            }}
            onRepeat={(reason, note) => send({ ...asked.draft, repeat: { reason, patientInformed: true, ...(note ? { note } : {}) } })}
            onCancel={() => setAsked(undefined)}
          />
        ) : null}
        {patient ? (
          // Kept while the question stands, so that nothing typed is lost.
          <div hidden={asked !== undefined}>
            <Panel title={t('order.title')}>
              <div className={styles.body}>
                <OrderForm key={patient.id} patientId={patient.id} busy={order.isPending} problem={refused ? <Problem error={refused} /> : null} onOrder={send} />
              </div>
            </Panel>
          </div>
        ) : null}
      </div>
      <OrderList />
    </Page>
  );
}
