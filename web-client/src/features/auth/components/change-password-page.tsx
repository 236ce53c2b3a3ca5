import { LockOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProblemText } from '@/components/problem-text';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { ApiProblem } from '@/lib/api/problem';
import styles from './sign-in-page.module.css';

const SHORTEST = 10;

interface Fields {
  current: string;
  next: string;
  again: string;
}

/** Before anything else, whoever was given a generated password chooses one of their own. */
export function ChangePasswordPage({ username }: { username: string }) {
  const { t } = useTranslation(['auth', 'common', 'problems']);
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const change = useMutation({
    mutationFn: ({ current, next }: Fields) => call('changeOwnPassword', { body: { current, next } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.me }),
  });
  const signOut = async (): Promise<void> => {
    await call('signOut').catch(() => undefined);
    await navigate('/sign-in', { replace: true });
    queries.clear();
  };
  const wrong = change.error instanceof ApiProblem && change.error.slug === 'wrong-credentials';
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>{t('auth:change')}</h1>
        <p>{t('auth:changeWhy')}</p>
        <Form<Fields> layout="vertical" requiredMark={false} validateTrigger="onBlur" onFinish={(fields) => change.mutate(fields)}>
          <input type="text" name="username" value={username} autoComplete="username" readOnly hidden />
          <Form.Item name="current" label={t('auth:current')} rules={[{ required: true, message: t('auth:passwordMissing') }]}>
            <Input.Password size="large" prefix={<LockOutlined />} autoComplete="current-password" autoFocus />
          </Form.Item>
          <Form.Item
            name="next"
            label={t('auth:next')}
            extra={t('auth:nextHint')}
            rules={[
              { required: true, min: SHORTEST, message: t('auth:nextShort') },
              ({ getFieldValue }) => ({
                validator: (_, value: string) => (value && value === getFieldValue('current') ? Promise.reject(new Error(t('auth:nextSame'))) : Promise.resolve()),
              }),
            ]}
          >
            <Input.Password size="large" prefix={<LockOutlined />} autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label={t('auth:nextAgain')}
            dependencies={['next']}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value: string) => (value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('auth:nextDiffers')))),
              }),
            ]}
          >
            <Input.Password size="large" prefix={<LockOutlined />} autoComplete="new-password" />
          </Form.Item>
          {change.error ? (
            <Alert className={styles.problem} type="error" showIcon title={wrong ? t('problems:wrong-credentials') : problemText(change.error)} role="alert" />
          ) : null}
          <Button type="primary" htmlType="submit" size="large" block loading={change.isPending}>
            {t('auth:changeSubmit')}
          </Button>
        </Form>
        <Button type="link" onClick={() => void signOut()}>
          {t('auth:signOut')}
        </Button>
      </div>
    </main>
  );
}
