const day = 86_400_000;
const plain = /^\d{4}-\d{2}-\d{2}$/;

function timeOf(text: string): number | undefined {
  const time = plain.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time;
}

/** Days of a year, one or a range FROM/TO a line; undefined where a line cannot be read or lies in another year. */
export function readDays(text: string, year: number): string[] | undefined {
  const days = new Set<string>();
  for (const line of text.split(/[\n,，、;；]/).map((each) => each.trim()).filter((each) => each !== '')) {
    const ends = line.split(/\/|至|~/).map((each) => timeOf(each.trim()));
    const [from, to = from] = ends;
    if (ends.length > 2 || from === undefined || to === undefined || to < from) return undefined;
    for (let time = from; time <= to; time += day) {
      const found = new Date(time).toISOString().slice(0, 10);
      if (!found.startsWith(`${year}-`)) return undefined;
      days.add(found);
    }
  }
  return [...days].sort();
}

/** The same the other way: neighbouring days as ranges, one a line. */
export function inRanges(days: readonly string[]): string {
  const times = [...days].sort().flatMap((each) => timeOf(each) ?? []);
  const ranges: [number, number][] = [];
  for (const time of times) {
    const last = ranges.at(-1);
    if (last && time - last[1] === day) last[1] = time;
    else ranges.push([time, time]);
  }
  const text = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return ranges.map(([from, to]) => (from === to ? text(from) : `${text(from)}/${text(to)}`)).join('\n');
}
