import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { nonceStyles, pageNonce } from '@/lib/csp';
import { startI18n } from '@/lib/i18n';
import { applyPalette } from '@/lib/theme/tokens';
import '@/styles/global.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
nonceStyles(pageNonce());
applyPalette('light');
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
