import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '@/lib/i18n';

/** Switches between the two languages; it is named in the language it leads to. */
export function LanguageButton() {
  const { t, i18n } = useTranslation('shell');
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => void changeLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')}>
      {t('user.language')}
    </Button>
  );
}
