import { ApartmentOutlined, BankOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { useCallees } from '../api';
import type { Callee } from '@/lib/api/schema';
import { usePresence } from '../calls/use-presence';
import styles from './callee-list.module.css';

const icons = { department: <ApartmentOutlined />, person: <UserOutlined />, organization: <BankOutlined /> };
const colours = { available: 'green', busy: 'orange', away: 'gold', offline: 'default' } as const;

/** Find a person, a department on duty or an organization; who is there now shows beside. */
export function CalleeList({ action, onChoose }: { action: string; onChoose: (callee: Callee) => void }) {
  const { t } = useTranslation('room');
  const [part, setPart] = useState('');
  const callees = useCallees(part.trim());
  const items = callees.data?.items ?? [];
  const presence = usePresence(items.filter(({ kind }) => kind === 'person').map(({ id }) => id));
  return (
    <div className={styles.callees}>
      <Input.Search allowClear autoFocus placeholder={t('invite.search')} aria-label={t('invite.search')} value={part} onChange={(event) => setPart(event.target.value)} />
      {callees.error ? <Problem error={callees.error} onRetry={() => void callees.refetch()} /> : null}
      {callees.data && items.length === 0 ? <p className={styles.soft}>{t('invite.none')}</p> : null}
      <ul className={styles.list}>
        {items.map((callee) => {
          const there = presence.get(callee.id);
          return (
            <li key={callee.id} className={styles.item} data-testid="callee">
              <span aria-hidden="true">{icons[callee.kind]}</span>
              <span className={styles.who}>
                <strong>{callee.name}</strong>
                <small className={styles.soft}>{[callee.kind === 'person' ? undefined : t(`invite.${callee.kind}`), callee.organization, callee.department].filter(Boolean).join(' · ')}</small>
              </span>
              {there?.onDuty ? <Tag color="blue">{t('invite.onDuty')}</Tag> : null}
              {callee.kind === 'person' && there ? <Tag color={colours[there.state]}>{t(`invite.presence.${there.state}`)}</Tag> : null}
              <Button size="small" type="primary" onClick={() => onChoose(callee)}>{action}</Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
