import {
  BgColorsOutlined, CaretRightOutlined, ColumnHeightOutlined, DragOutlined, PauseOutlined, QuestionCircleOutlined, RotateRightOutlined,
  SwapOutlined, UndoOutlined, ZoomInOutlined, LineOutlined,
} from '@ant-design/icons';
import { Button, Select, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ShortcutHelp } from '@/components/shortcut-help';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import type { StackView, ViewState } from '../engine/stack-view';
import type { ToolName } from '../engine/tool-group';
import type { Preset } from '../presets';
import styles from './toolbar.module.css';

const choices: { tool: ToolName; key: string; icon: ReactNode }[] = [
  { tool: 'window', key: 'W', icon: <BgColorsOutlined /> },
  { tool: 'zoom', key: 'Z', icon: <ZoomInOutlined /> },
  { tool: 'pan', key: 'P', icon: <DragOutlined /> },
  { tool: 'length', key: 'L', icon: <LineOutlined /> },
  { tool: 'scroll', key: 'S', icon: <ColumnHeightOutlined /> },
];

interface ToolbarProps {
  view: StackView;
  state: ViewState;
  presets: Preset[];
  onPreset: (index: number) => void;
  frameRate: number;
}

export function Toolbar({ view, state, presets, onPreset, frameRate }: ToolbarProps) {
  const { t } = useTranslation('viewer');
  const [help, setHelp] = useState(false);
  useShortcuts({ '?': () => setHelp(true) });
  const acts: { name: 'reset' | 'invert' | 'rotate' | 'flip'; key: string; icon: ReactNode; run: () => void }[] = [
    { name: 'invert', key: 'I', icon: <SwapOutlined rotate={90} />, run: () => view.invert() },
    { name: 'rotate', key: 'T', icon: <RotateRightOutlined />, run: () => view.rotate() },
    { name: 'flip', key: 'F', icon: <SwapOutlined />, run: () => view.flip() },
    { name: 'reset', key: 'R', icon: <UndoOutlined />, run: () => view.reset() },
  ];
  const keyRows: [string, string][] = [
    ...choices.map(({ tool, key }): [string, string] => [key, t(`tool.${tool}`)]),
    ...acts.map(({ name, key }): [string, string] => [key, t(`tool.${name}`)]),
    ['Space', t('tool.play')],
    ...presets.map(({ name }, index): [string, string] => [String(index + 1), t(`preset.${name}`)]),
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('tool.bar')}>
      {choices.map(({ tool, key, icon }) => (
        <Tool key={tool} name={t(`tool.${tool}`)} letter={key} icon={icon} pressed={state.tool === tool} onClick={() => view.use(tool)} />
      ))}
      <span className={styles.gap} />
      {acts.map(({ name, key, icon, run }) => (
        <Tool key={name} name={t(`tool.${name}`)} letter={key} icon={icon} pressed={undefined} onClick={run} />
      ))}
      {state.count > 1 ? (
        <Tool
          name={t(state.playing ? 'tool.stop' : 'tool.play')}
          letter="␣"
          icon={state.playing ? <PauseOutlined /> : <CaretRightOutlined />}
          pressed={state.playing}
          onClick={() => (state.playing ? view.stop() : view.play(frameRate))}
        />
      ) : null}
      <Select
        className={styles.preset}
        size="small"
        aria-label={t('preset.label')}
        placeholder={t('preset.label')}
        value={null}
        options={presets.map(({ name }, index) => ({ value: index, label: `${index + 1}  ${t(`preset.${name}`)}` }))}
        onChange={(index: number | null) => {
          if (index !== null) onPreset(index);
        }}
      />
      <Button className={styles.help} type="text" size="small" icon={<QuestionCircleOutlined />} aria-label={t('tool.help')} onClick={() => setHelp(true)} />
      <ShortcutHelp open={help} onClose={() => setHelp(false)} rows={keyRows} />
    </div>
  );
}

function Tool({ name, letter, icon, pressed, onClick }: { name: string; letter: string; icon: ReactNode; pressed: boolean | undefined; onClick: () => void }) {
  return (
    <Tooltip title={name}>
      <button type="button" className={pressed ? `${styles.tool} ${styles.pressed}` : styles.tool} aria-pressed={pressed} aria-label={name} onClick={onClick}>
        {icon}
        <span className={styles.letter} aria-hidden="true">{letter}</span>
      </button>
    </Tooltip>
  );
}
