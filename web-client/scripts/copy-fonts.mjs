import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Lays the fonts of printed reports beside the built pages, where the server looks for them.
const client = resolve(fileURLToPath(new URL('..', import.meta.url)));
const source = join(client, 'node_modules/@expo-google-fonts/noto-sans-sc');
const target = join(client, 'dist/fonts');
mkdirSync(target, { recursive: true });
for (const file of ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf']) copyFileSync(join(source, file), join(target, file.split('/')[1]));
copyFileSync(join(source, 'LICENSE_FONT'), join(target, 'LICENSE'));
