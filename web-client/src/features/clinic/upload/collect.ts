/** All files of a drop, folders opened; names starting with a dot and DICOMDIR are left out. */
export async function collect(items: DataTransferItemList): Promise<File[]> {
  // the list is emptied once the event handler returns, so the entries are taken first
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = await Promise.all(entries.map(filesOf));
  return files.flat().filter(isWanted);
}

export function isWanted(file: File): boolean {
  return file.size > 0 && !file.name.startsWith('.') && file.name.toUpperCase() !== 'DICOMDIR' && !/\.(ini|inf|exe|dll|txt|html?)$/i.test(file.name);
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // readEntries gives at most 100 at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}
