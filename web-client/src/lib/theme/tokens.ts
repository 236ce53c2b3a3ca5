import { theme, type ThemeConfig } from 'antd';

/** The one place for colours and sizes: antd gets them as theme, our own CSS as variables. */
const accent = '#0f766e';

const size = { font: 14, row: 36, grid: 8, radius: 4 };

const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

const light = {
  accent,
  'accent-soft': '#e3f1ef',
  ground: '#f4f6f9',
  surface: '#ffffff',
  raised: '#f8fafc',
  border: '#dbe1ea',
  text: '#16202e',
  'text-soft': '#526074',
  danger: '#c81e1e',
  'danger-soft': '#fdecec',
  warning: '#9a5b00',
  'warning-soft': '#fff5e0',
  success: '#15703c',
  'success-soft': '#e6f5ec',
  info: '#1d5fa8',
  'info-soft': '#e8f1fb',
};

const dark: typeof light = {
  accent: '#2dd4bf',
  'accent-soft': '#12322f',
  ground: '#0b0f14',
  surface: '#121821',
  raised: '#18202b',
  border: '#283342',
  text: '#e6edf5',
  'text-soft': '#9aa8ba',
  danger: '#ff7b72',
  'danger-soft': '#3a1719',
  warning: '#f0b04a',
  'warning-soft': '#33260e',
  success: '#4cc38a',
  'success-soft': '#10291d',
  info: '#76b0f5',
  'info-soft': '#12263d',
};

export type Scheme = 'light' | 'dark';
export const palettes: Record<Scheme, typeof light> = { light, dark };

/** Writes the palette as CSS variables; through the CSSOM, which a strict style-src allows. */
export function applyPalette(scheme: Scheme, element: HTMLElement = document.documentElement): void {
  for (const [name, value] of Object.entries(palettes[scheme])) element.style.setProperty(`--${name}`, value);
  element.style.setProperty('--font', fontFamily);
  element.style.setProperty('--row', `${size.row}px`);
  element.style.colorScheme = scheme;
}

export function antdTheme(scheme: Scheme): ThemeConfig {
  const palette = palettes[scheme];
  return {
    algorithm: scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: scheme === 'light' ? accent : '#14b8a6',
      colorInfo: palette.info,
      colorSuccess: palette.success,
      colorWarning: palette.warning,
      colorError: palette.danger,
      colorWarningBg: palette['warning-soft'],
      colorErrorBg: palette['danger-soft'],
      colorInfoBg: palette['info-soft'],
      colorSuccessBg: palette['success-soft'],
      colorTextBase: palette.text,
      colorTextPlaceholder: palette['text-soft'],
      colorTextDescription: palette['text-soft'],
      colorTextDisabled: palette['text-soft'],
      colorBgBase: palette.surface,
      colorBgContainer: palette.surface,
      colorBgElevated: scheme === 'dark' ? palette.raised : palette.surface,
      colorBgLayout: palette.ground,
      colorBorder: palette.border,
      colorLink: palette.accent,
      fontSize: size.font,
      borderRadius: size.radius,
      sizeUnit: size.grid / 2,
      fontFamily,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    // white on the bright colours of the dark scheme would be too pale to read
    components: { Table: { cellPaddingBlockSM: 7 }, Menu: { itemHeight: size.row }, Button: scheme === 'dark' ? { primaryColor: palette.ground, dangerColor: palette.ground } : {} },
  };
}

/** ECG paper: the trace is drawn on canvas, which reads no CSS variables. */
export const paper = { ground: '#fffaf7', fine: '#f6d9d2', bold: '#e9aca0', trace: '#17130f', words: '#5d3b33' };
