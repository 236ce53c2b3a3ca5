import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));

/** Folder of the partial OpenAPI documents; the server merges the same files at its start. */
export const contractFolder = resolve(here, '../../server/src/main/resources/openapi');

/** Merges the partial documents: `base.yaml` gives the frame, paths and components are united. */
export function mergeContract(folder = contractFolder) {
  const merged = parse(readFileSync(join(folder, 'base.yaml'), 'utf8'));
  merged.components ??= {};
  const others = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'base.yaml');
  for (const name of others.sort()) {
    const part = parse(readFileSync(join(folder, name), 'utf8'));
    unite(merged.paths, part.paths ?? {}, name);
    for (const [kind, entries] of Object.entries(part.components ?? {})) {
      merged.components[kind] ??= {};
      unite(merged.components[kind], entries, name);
    }
  }
  return merged;
}

/** The operations of a merged document as `{operationId: [method, path]}`. */
export function routesOf(document) {
  const routes = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = item[method];
      if (operation) routes[operation.operationId] = [method.toUpperCase(), path];
    }
  }
  return routes;
}

function unite(target, entries, name) {
  for (const [key, value] of Object.entries(entries)) {
    if (key in target) throw new Error(`${name}: ${key} is defined twice`);
    target[key] = value;
  }
}
