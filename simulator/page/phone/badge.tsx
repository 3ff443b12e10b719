export const Badge = ({ count, what }: { readonly count: number; readonly what: string }) => (
  <span className="badge">
    {count > 99 ? '99+' : count}
    <span className="unseen"> {what}</span>
  </span>
);
