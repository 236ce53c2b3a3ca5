import { useTranslation } from 'react-i18next';
import states from '@/i18n/zh-CN/states.json';

type Modality = keyof typeof states.modality;
type BodyPart = keyof typeof states.bodyPart;

/** Modality and part in words, for example `CT 胸部`; codes the catalogue does not know stay as they are. */
export function useExam(): (modality: string, bodyPart?: string, description?: string) => string {
  const { t } = useTranslation('states');
  return (modality, bodyPart, description) => {
    if (modality === 'ECG') return description && description.toUpperCase() !== 'ECG' ? description : t('modality.ECG');
    const kind = modality in states.modality ? t(`modality.${modality as Modality}`) : modality;
    const part = bodyPart && bodyPart in states.bodyPart ? t(`bodyPart.${bodyPart as BodyPart}`) : bodyPart;
    if (!part && description?.toUpperCase().startsWith(modality)) return description;
    return [kind, part ?? description].filter(Boolean).join(' ');
  };
}
