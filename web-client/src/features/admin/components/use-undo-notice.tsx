import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

const seconds = 5;

/** Says what was done, and for five seconds offers to take it back. */
export function useUndoNotice(): (words: string, undo: () => void) => void {
  const { t } = useTranslation('common');
  const { message } = App.useApp();
  return (words, undo) => {
    const key = `undo-${Date.now()}`;
    const takeBack = (): void => {
      message.destroy(key);
      undo();
    };
    void message.success({
      key,
      duration: seconds,
      content: <>{words} <Button type="link" size="small" onClick={takeBack}>{t('action.undo')}</Button></>,
    });
  };
}
