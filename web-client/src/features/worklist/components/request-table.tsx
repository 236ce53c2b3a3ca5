import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadingRequest } from '@/lib/api/schema';
import { RequestRow } from './request-row';
import styles from './request-table.module.css';

interface RequestTableProps {
  requests: readonly ReadingRequest[];
  cursor: string | undefined;
  onOpen: (id: string) => void;
  onPoint: (id: string | undefined) => void;
  onPick: (id: string) => void;
}

const columns = ['timeLeft', 'priority', 'patient', 'exam', 'organization', 'images', 'state', 'reader'] as const;

/** The rows; those that were not there before slide in. */
export function RequestTable({ requests, cursor, onOpen, onPoint, onPick }: RequestTableProps) {
  const { t } = useTranslation('worklist');
  const known = useRef<Set<string> | undefined>(undefined);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const ids = requests.map(({ id }) => id);
    const before = known.current;
    if (before) setFresh(new Set(ids.filter((id) => !before.has(id))));
    known.current = new Set(ids);
  }, [requests]);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles[`c-${column}`]}>{t(`column.${column}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <RequestRow
            key={request.id}
            request={request}
            active={request.id === cursor}
            fresh={fresh.has(request.id)}
            onOpen={onOpen}
            onPoint={onPoint}
            onPick={onPick}
          />
        ))}
      </tbody>
    </table>
  );
}
