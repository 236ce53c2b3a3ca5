import type { catalogues } from '@/i18n/catalogues';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: (typeof catalogues)['zh-CN'];
    returnNull: false;
  }
}
