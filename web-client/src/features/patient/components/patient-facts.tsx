import { EyeOutlined, LinkOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskReason } from '@/components/ask-reason';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { StateTag } from '@/components/state-tag';
import type { Patient } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useReveal, useUnlink } from '../api';
import styles from './patient-facts.module.css';

/** Facts with the secret ones masked; revealing asks why and is audited. */
export function PatientFacts({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patient');
  const { may } = useSession();
  const reveal = useReveal(patient.id);
  const unlink = useUnlink(patient.id);
  const [asking, setAsking] = useState<'reveal' | 'unlink'>();
  const done = { onSuccess: () => setAsking(undefined) };
  const hidden = patient.idNumberMasked ?? patient.phoneMasked;
  const facts: [string, ReactNode][] = [
    [t('birthDate'), patient.birthDate ?? '–'],
    [t('organization'), patient.organization.name],
    [t('localId'), patient.localId ?? '–'],
    [t('idNumber'), reveal.data?.idNumber ?? patient.idNumberMasked ?? '–'],
    [t('phone'), reveal.data?.phone ?? patient.phoneMasked ?? '–'],
  ];
  return (
    <Panel>
      <div className={styles.row}>
        <dl className={styles.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className={styles.tools}>
          <StateTag tone={patient.matched ? 'success' : 'neutral'} icon={<LinkOutlined />} title={patient.linkedBy ? t(`linkedBy.${patient.linkedBy}`) : undefined}>
            {t(patient.matched ? 'linked' : 'notLinked')}
          </StateTag>
          {hidden && !reveal.data && may('patient.write') ? <Button size="small" icon={<EyeOutlined />} onClick={() => setAsking('reveal')}>{t('reveal')}</Button> : null}
          {patient.matched && may('patient.link') ? <Button size="small" onClick={() => setAsking('unlink')}>{t('unlink')}</Button> : null}
        </div>
      </div>
      <AskReason
        open={asking === 'reveal'}
        title={t('revealTitle')}
        hint={<p>{t('revealHint')}</p>}
        okText={t('reveal')}
        busy={reveal.isPending}
        problem={reveal.error ? <Problem error={reveal.error} /> : null}
        onCancel={() => setAsking(undefined)}
        onOk={(reason) => reveal.mutate({ reason }, done)}
      />
      <AskReason
        open={asking === 'unlink'}
        title={t('unlinkTitle')}
        hint={<p>{t('unlinkHint')}</p>}
        okText={t('unlink')}
        danger
        busy={unlink.isPending}
        problem={unlink.error ? <Problem error={unlink.error} /> : null}
        onCancel={() => setAsking(undefined)}
        onOk={(reason) => unlink.mutate({ reason }, done)}
      />
    </Panel>
  );
}
