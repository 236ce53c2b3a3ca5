import {
  BgColorsOutlined, BlockOutlined, CaretRightOutlined, ColumnHeightOutlined, DeleteOutlined, DragOutlined, LinkOutlined, LineOutlined, PauseOutlined, QuestionCircleOutlined,
  RotateRightOutlined, SettingOutlined, SplitCellsOutlined, SwapOutlined, UndoOutlined, ZoomInOutlined, BorderOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Select, Tooltip } from 'antd';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ShortcutHelp } from '@/components/shortcut-help';
import { type Shortcuts, useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { type Board, type Layout, layouts } from '../board';
import { cacheLimit, cacheLimits, setCacheLimit } from '../engine/memory';
import type { StackView } from '../engine/stack-view';
import { tool, type ToolName } from '../engine/tool-group';
import { overlaySwitch } from '../overlay-switch';
import { presetOf, type Preset } from '../presets';
import { useViewParts } from './use-view-parts';
import { AngleIcon, EllipseIcon, LayoutIcon } from './tool-icons';
import styles from './toolbar.module.css';

const choices: { name: ToolName; key: string; icon: ReactNode }[] = [
  { name: 'window', key: 'w', icon: <BgColorsOutlined /> },
  { name: 'zoom', key: 'z', icon: <ZoomInOutlined /> },
  { name: 'pan', key: 'p', icon: <DragOutlined /> },
  { name: 'scroll', key: 's', icon: <ColumnHeightOutlined /> },
  { name: 'length', key: 'l', icon: <LineOutlined rotate={-45} /> },
  { name: 'angle', key: 'a', icon: <AngleIcon /> },
  { name: 'rectangle', key: 'q', icon: <BorderOutlined /> },
  { name: 'ellipse', key: 'e', icon: <EllipseIcon /> },
];
const layoutNames = Object.keys(layouts) as Layout[];

const ecgKeys = [
  ['L', 'layout'], ['S', 'speed'], ['G', 'gain'], ['F', 'filter'], ['H', 'notch'], ['Z', 'scale'], ['C', 'caliper'], ['← →  ↑ ↓', 'move'], ['⌫', 'remove'], ['Esc', 'clear'],
  ['M', 'marks'], ['P', 'print'],
] as const;

/** What the toolbar shows of a view: nothing that changes from image to image. */
const shows = ['presets', 'inverted', 'rotation', 'flipped', 'flippedVertically', 'overlays', 'playing', 'count', 'width', 'center'] as const;

interface ToolbarProps {
  /** The images under the hands; none while a trace or nothing is shown there. */
  view: StackView | undefined;
  board: Board;
  onLayout: (layout: Layout) => void;
  onTurn: (step: number) => void;
  onNextPane: () => void;
  onLink: () => void;
  onCompare: (() => void) | undefined;
}

interface Act {
  name: 'overlays' | 'delete' | 'invert' | 'rotate' | 'flip' | 'flipVertical' | 'reset';
  key: string;
  letter: string;
  icon: ReactNode;
  pressed?: boolean;
  run: () => void;
}

/** Tools, what they act on, and every key that does the same. */
export function Toolbar({ view, board, onLayout, onTurn, onNextPane, onLink, onCompare }: ToolbarProps) {
  const { t } = useTranslation('viewer');
  const [help, setHelp] = useState(false);
  const [limit, setLimit] = useState(cacheLimit);
  const chosen = useSyncExternalStore(tool.subscribe, tool.get);
  const state = useViewParts(view, shows);
  const overlays = useSyncExternalStore(overlaySwitch.subscribe, overlaySwitch.get);
  const presets = state?.presets ?? [];
  const acts: Act[] = view && state ? [
    { name: 'delete', key: 'Delete', letter: '⌫', icon: <DeleteOutlined />, run: () => view.removeLast() },
    { name: 'invert', key: 'i', letter: 'I', icon: <BgColorsOutlined rotate={180} />, pressed: state.inverted, run: () => view.invert() },
    { name: 'rotate', key: 't', letter: 'T', icon: <RotateRightOutlined />, pressed: state.rotation !== 0, run: () => view.rotate() },
    { name: 'flip', key: 'f', letter: 'F', icon: <SwapOutlined />, pressed: state.flipped, run: () => view.flip('horizontal') },
    { name: 'flipVertical', key: 'v', letter: 'V', icon: <SwapOutlined rotate={90} />, pressed: state.flippedVertically, run: () => view.flip('vertical') },
    ...(state.overlays ? [{ name: 'overlays', key: 'o', letter: 'O', icon: <BlockOutlined />, pressed: overlays, run: () => overlaySwitch.toggle() } as const] : []),
    { name: 'reset', key: 'r', letter: 'R', icon: <UndoOutlined />, run: () => view.reset() },
  ] : [];
  const playing = state?.playing ?? false;
  const toggle = (): void => (playing ? view?.stop() : view?.play());
  const moves: Shortcuts = view && state ? {
    ArrowDown: () => view.scroll(1),
    ArrowUp: () => view.scroll(-1),
    PageDown: () => view.scroll(10),
    PageUp: () => view.scroll(-10),
    Home: () => view.go(0),
    End: () => view.go(state.count - 1),
    space: toggle,
    '-': () => view.pace(-2),
    '=': () => view.pace(2),
    '+': () => view.pace(2),
    Backspace: () => view.removeLast(),
  } : {};
  useShortcuts({
    ...moves,
    ...(view ? Object.fromEntries(choices.map(({ name, key }) => [key, () => tool.use(name)])) : {}),
    ...Object.fromEntries(acts.map(({ key, run }) => [key, run])),
    ...Object.fromEntries(presets.map((_, index) => [`shift+${index + 1}`, () => view?.preset(index)])),
    ...Object.fromEntries(layoutNames.map((name, index) => [String(index + 1), () => onLayout(name)])),
    '[': () => onTurn(-1),
    ']': () => onTurn(1),
    n: onNextPane,
    k: onLink,
    b: () => onCompare?.(),
    '?': () => setHelp(true),
  });
  const nameOf = ({ name, explanation }: Preset): string => (name === 'file' ? (explanation ?? t('preset.default')) : t(`preset.${name}`));
  const keyRows: [string, string][] = [
    ...(view ? choices.map(({ name, key }): [string, string] => [key.toUpperCase(), t(`tool.${name}`)]) : ecgKeys.map(([key, name]): [string, string] => [key, t(`wave.key.${name}`)])),
    ...acts.map(({ name, letter }): [string, string] => [letter, t(`tool.${name}`)]),
    ...(view ? [['↑ ↓ PgUp PgDn', t('key.scroll')], ['Home End', t('key.ends')], ['Space', t('tool.play')], ['- +', t('key.pace')]] as [string, string][] : []),
    ['[ ]', t('key.series')],
    ...layoutNames.map((name, index): [string, string] => [String(index + 1), t('key.layout', { layout: name.replace('x', '×') })]),
    ['N', t('key.pane')], ['K', t('tool.link')], ['B', t('tool.compare')],
    ...presets.map((preset, index): [string, string] => [`Shift ${index + 1}`, nameOf(preset)]),
    [t('key.mouse'), view ? `${t('key.wheel')}; ${t('key.right')}; ${t('key.middle')}` : t('wave.key.drag')],
  ];
  const onShow = presetOf(presets, state?.width, state?.center);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('tool.bar')}>
      {view ? choices.map(({ name, key, icon }) => (
        <Tool key={name} name={t(`tool.${name}`)} letter={key.toUpperCase()} icon={icon} pressed={chosen === name} onClick={() => tool.use(name)} />
      )) : null}
      {view ? <span className={styles.gap} /> : null}
      {acts.map(({ name, letter, icon, pressed, run }) => (
        <Tool key={name} name={t(`tool.${name}`)} letter={letter} icon={icon} pressed={pressed} onClick={run} />
      ))}
      {state && state.count > 1 ? (
        <Tool name={t(playing ? 'tool.stop' : 'tool.play')} letter="␣" icon={playing ? <PauseOutlined /> : <CaretRightOutlined />} pressed={playing} onClick={toggle} />
      ) : null}
      {presets.length > 0 ? (
        <Select
          className={styles.preset}
          size="small"
          aria-label={t('preset.label')}
          popupMatchSelectWidth={false}
          value={onShow}
          options={[
            ...(onShow < 0 ? [{ value: -1, label: t('preset.custom'), disabled: true }] : []),
            ...presets.map((preset, index) => ({ value: index, label: nameOf(preset) })),
          ]}
          optionRender={({ value, label }) => <span className={styles.option}>{label}{Number(value) >= 0 ? <kbd>⇧{Number(value) + 1}</kbd> : null}</span>}
          onChange={(index: number) => view?.preset(index)}
        />
      ) : null}
      <span className={styles.end} />
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [board.layout],
          items: layoutNames.map((name, index) => ({ key: name, icon: <LayoutIcon layout={name} />, label: name.replace('x', '×'), extra: String(index + 1) })),
          onClick: ({ key }) => onLayout(key as Layout),
        }}
      >
        <button type="button" className={styles.tool} aria-label={t('key.layout', { layout: board.layout.replace('x', '×') })}>
          <LayoutIcon layout={board.layout} />
        </button>
      </Dropdown>
      {board.panes.length > 1 ? <Tool name={t('tool.link')} letter="K" icon={<LinkOutlined />} pressed={board.linked} onClick={onLink} /> : null}
      {onCompare ? <Tool name={t('tool.compare')} letter="B" icon={<SplitCellsOutlined />} pressed={board.panes.some(({ study }) => study !== board.panes[0]?.study)} onClick={onCompare} /> : null}
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [String(limit)],
          items: cacheLimits.map((value) => ({ key: String(value), label: t('cache', { value }) })),
          onClick: ({ key }) => {
            setCacheLimit(Number(key));
            setLimit(Number(key));
          },
        }}
      >
        <Button className={styles.help} type="text" size="small" icon={<SettingOutlined />} aria-label={t('cache', { value: limit })} />
      </Dropdown>
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
