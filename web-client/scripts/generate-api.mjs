import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { mergeContract, routesOf } from './openapi.mjs';

// Writes the types and the route table of the REST contract into src/api/generated.
const target = resolve(dirname(fileURLToPath(import.meta.url)), '../src/api/generated');
const contract = mergeContract();
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'schema.ts'), astToString(await openapiTS(contract)));
const routes = Object.entries(routesOf(contract)).map(([id, route]) => `  ${id}: ${JSON.stringify(route)},`);
writeFileSync(join(target, 'routes.ts'), `export const routes = {\n${routes.join('\n')}\n} as const;\n`);
