import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { speak } from '@/lib/api/call';
import { catalogues, type Language, languages } from '@/i18n/catalogues';

const stored = 'huizhen.language';

export { type Language, languages };

export function firstLanguage(): Language {
  const kept = localStorage.getItem(stored);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

export async function startI18n(): Promise<void> {
  const lng = firstLanguage();
  tell(lng);
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: 'zh-CN',
    resources: catalogues,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

export async function changeLanguage(next: Language): Promise<void> {
  localStorage.setItem(stored, next);
  tell(next);
  await i18next.changeLanguage(next);
}

function tell(language: Language): void {
  document.documentElement.lang = language;
  speak(language);
}
