import { type Failovers, failoverMinutes } from './recent-failovers.js';

const height = 40;
const step = 20;

/** A bar for each minute. */
export function FailoverChart({ failovers: { perMinute, total } }: { readonly failovers: Failovers }) {
  const most = Math.max(1, ...perMinute);
  const label = `${total} failovers in ${failoverMinutes} minutes; by minute: ${perMinute.join(', ')}`;
  return (
    <svg class="bars" viewBox={`0 0 ${perMinute.length * step} ${height}`} role="img" aria-label={label}>
      {perMinute.map((number, minute) => {
        const tall = Math.max(1, (number / most) * height);
        return <rect key={minute} x={minute * step + 2} y={height - tall} width={step - 4} height={tall} />;
      })}
    </svg>
  );
}
