// The mark: a staircase of four steps.
export const Mark = ({ width = 34 }: { width?: number | string }) => (
  <svg class="mark" width={width} viewBox="0 0 34 28" aria-hidden="true">
    <path fill="var(--step-1)" d="M0 22h8v6H0z" /><path fill="var(--step-2)" d="M8.7 15h8v13h-8z" />
    <path fill="var(--step-3)" d="M17.4 8h8v20h-8z" /><path fill="var(--step-4)" d="M26 0h8v28h-8z" />
  </svg>
);
