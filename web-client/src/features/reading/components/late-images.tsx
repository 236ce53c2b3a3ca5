import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskReason } from '@/components/ask-reason';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReadingRequest } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { adopt } from '../api';

/** Images that came after the signature: the reader has looked at them and the report stands, or is amended. */
export function LateImages({ request }: { request: ReadingRequest }) {
  const { t } = useTranslation('reading');
  const { may } = useSession();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<'unchanged' | 'amend'>();
  const decide = useMutation({
    mutationFn: (body: { decision: 'unchanged' | 'amend'; reason: string }) => call('decideLateImages', { path: { id: request.id }, body }),
    onSuccess: (next) => {
      setDecision(undefined);
      adopt(queries, next);
      void queries.invalidateQueries({ queryKey: keys.readingRequests });
      void queries.invalidateQueries({ queryKey: keys.draft(request.id) });
    },
  });
  if (!request.lateImages) return null;
  return (
    <>
      <Alert
        type="error"
        showIcon
        banner
        title={t('late.title', { late: request.lateImages.received - request.lateImages.signed })}
        action={
          may('reading.write') ? (
            <Space>
              <Button size="small" onClick={() => setDecision('unchanged')}>{t('late.unchanged')}</Button>
              <Button size="small" type="primary" onClick={() => setDecision('amend')}>{t('late.amend')}</Button>
            </Space>
          ) : undefined
        }
      />
      <AskReason
        open={decision !== undefined}
        title={t(decision === 'amend' ? 'late.amend' : 'late.unchanged')}
        okText={t(decision === 'amend' ? 'late.amend' : 'late.unchanged')}
        busy={decide.isPending}
        problem={decide.error ? <Problem error={decide.error} /> : null}
        onCancel={() => setDecision(undefined)}
        onOk={(reason) => decision && decide.mutate({ decision, reason })}
      />
    </>
  );
}
