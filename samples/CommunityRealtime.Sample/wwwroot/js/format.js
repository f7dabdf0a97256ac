const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const thisYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

export const timeOf = date => time.format(date);
export const fullTimeOf = date => fullTime.format(date);
export const dayKey = date => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

export function dayOf(date, now = new Date()) {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(date) === dayKey(now)) {
    return 'Today';
  }

  if (dayKey(date) === dayKey(yesterday)) {
    return 'Yesterday';
  }

  return (date.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(date);
}

/** Characters as the server counts them: Unicode scalar values. */
export const charactersIn = text => [...text].length;
