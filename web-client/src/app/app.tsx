import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { ApiProblem } from '@/lib/api/problem';
import { pageNonce } from '@/lib/csp';
import { antdTheme } from '@/lib/theme/tokens';
import { createRoutes } from './routes';

const nonce = pageNonce();

// Freshness comes from the signaling socket; there is no polling.
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  });
}

export function App() {
  const { t, i18n } = useTranslation('common');
  const [queries] = useState(createQueries);
  const [router] = useState(createRoutes);
  useEffect(() => {
    document.title = t('brand');
  }, [t]);
  return (
    <ConfigProvider
      csp={{ nonce }}
      theme={antdTheme('light')}
      locale={i18n.language === 'en' ? english : chinese}
      button={{ autoInsertSpace: false }}
    >
      <AntApp component={false} message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
