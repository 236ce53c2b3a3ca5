export interface Age {
  unit: 'years' | 'months' | 'days';
  value: number;
}

/** Age on a day: years from two on, months below, days below two months. */
export function ageOn(birthDate: string | undefined, on: Date): Age | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(birthDate ?? '');
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  let months = (on.getFullYear() - year) * 12 + on.getMonth() + 1 - month;
  if (on.getDate() < day) months -= 1;
  if (months < 0) return undefined;
  if (months >= 24) return { unit: 'years', value: Math.floor(months / 12) };
  if (months >= 2) return { unit: 'months', value: months };
  const born = new Date(year, month - 1, day);
  return { unit: 'days', value: Math.floor((on.getTime() - born.getTime()) / 86_400_000) };
}
