import { dismissNotices } from "#state/actions.ts";
import { useApp } from "#state/use-app.ts";
import { Notice } from "#ui/notice.tsx";

/** What was wrong with the link or with the last thing tried. */
export function Notices() {
  const notices = useApp((app) => app.notices);
  if (notices.length === 0) return null;
  return (
    <Notice tone="warning" onDismiss={dismissNotices}>
      <ul>
        {notices.map((issue) => (
          <li key={`${issue.where} ${issue.message}`}>{issue.message}</li>
        ))}
      </ul>
    </Notice>
  );
}
