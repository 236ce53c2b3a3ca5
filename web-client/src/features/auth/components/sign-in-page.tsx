import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useProblemText, useWait } from '@/components/problem-text';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { ApiProblem } from '@/lib/api/problem';
import { useNow } from '@/lib/time/use-now';
import { serverNow } from '@/lib/time/server-clock';
import { safeReturn } from '../return-address';
import { LanguageButton } from './language-button';
import styles from './sign-in-page.module.css';

interface Fields {
  username: string;
  password: string;
}

export function SignInPage() {
  const { t } = useTranslation(['auth', 'common', 'problems']);
  const problemText = useProblemText();
  const wording = useWait();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search] = useSearchParams();
  const [lockedUntil, setLockedUntil] = useState(0);
  const now = useNow();
  const wait = Math.ceil((lockedUntil - now) / 1000);
  const signIn = useMutation({
    mutationFn: (fields: Fields) => call('signIn', { body: fields }),
    onSuccess: async ({ user }) => {
      queries.clear();
      queries.setQueryData(keys.me, user);
      await navigate(safeReturn(search.get('returnTo')), { replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.slug === 'locked-out') setLockedUntil(serverNow() + (error.body.retryAfterSeconds ?? 60) * 1000);
    },
  });
  const words = signIn.error instanceof ApiProblem && signIn.error.slug === 'unauthenticated' ? t('problems:wrong-credentials') : undefined;
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <header className={styles.brand}>
          <img src="/favicon.svg" alt="" width={40} height={40} />
          <div>
            <h1>{t('common:brand')}</h1>
            <p>{t('auth:subtitle')}</p>
          </div>
          <LanguageButton />
        </header>
        {search.get('expired') ? <Alert type="info" showIcon title={t('auth:expired')} /> : null}
        <Form<Fields> layout="vertical" requiredMark={false} validateTrigger="onBlur" onFinish={(fields) => signIn.mutate(fields)}>
          <Form.Item name="username" label={t('auth:username')} rules={[{ required: true, message: t('auth:usernameMissing') }]}>
            <Input size="large" prefix={<UserOutlined />} autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item name="password" label={t('auth:password')} rules={[{ required: true, message: t('auth:passwordMissing') }]}>
            <Input.Password size="large" prefix={<LockOutlined />} autoComplete="current-password" />
          </Form.Item>
          {signIn.error ? <Alert className={styles.problem} type="error" showIcon title={words ?? problemText(signIn.error)} role="alert" /> : null}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending} disabled={wait > 0}>
            {wait > 0 ? t('auth:wait', { time: wording(wait) }) : t('auth:submit')}
          </Button>
        </Form>
      </div>
    </main>
  );
}
