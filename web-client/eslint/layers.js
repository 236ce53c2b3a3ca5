import { dirname, relative, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '../src');

/** `app → features → components, lib`; a feature never imports a feature; only the viewer knows Cornerstone3D. */
const mayImport = {
  app: ['app', 'features', 'components', 'lib', 'i18n', 'styles'],
  features: ['components', 'lib', 'i18n'],
  components: ['components', 'lib', 'i18n'],
  lib: ['lib', 'api', 'i18n'],
  api: [],
  i18n: ['i18n'],
  styles: [],
};

export const layers = {
  meta: { type: 'problem', schema: [], messages: { direction: '{{from}} must not import {{to}}', cornerstone: 'only features/viewer imports {{source}}' } },
  create(context) {
    const from = place(context.filename);
    if (!from) return {};
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      if (/^(@cornerstonejs\/|dicom-parser)/.test(source)) {
        if (from.name !== 'features/viewer') context.report({ node, messageId: 'cornerstone', data: { source } });
        return;
      }
      const to = target(source, context.filename);
      if (!to || to.name === from.name || from.layer === 'main') return;
      if (!mayImport[from.layer]?.includes(to.layer)) {
        context.report({ node, messageId: 'direction', data: { from: from.name, to: to.name } });
      }
    };
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

function target(source, filename) {
  if (source.startsWith('@/')) return place(resolve(root, source.slice(2)));
  if (source.startsWith('.')) return place(resolve(dirname(filename), source));
  return undefined;
}

function place(path) {
  const parts = relative(root, path).split(sep);
  if (parts[0] === '..') return undefined;
  if (parts.length === 1 && /\.[a-z.]+$/.test(parts[0])) return { layer: 'main', name: 'main' };
  const name = parts[0] === 'features' ? `features/${parts[1]}` : parts[0];
  return { layer: parts[0], name };
}

export const fileNames = {
  meta: { type: 'problem', schema: [], messages: { kebab: '{{name}} is not in kebab-case' } },
  create(context) {
    return {
      Program(node) {
        const name = context.filename.split(sep).at(-1);
        if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
      },
    };
  },
};
