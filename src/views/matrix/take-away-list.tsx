import { printTableCsv } from "#formats/table/table-csv.ts";
import { printTableJson } from "#formats/table/table-json.ts";
import { printTableMarkdown } from "#formats/table/table-markdown.ts";
import type { TableText } from "#formats/table/table-text.ts";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { downloadText } from "#ui/download.ts";
import styles from "./take-away.module.css";

interface TableFormat {
  readonly title: string;
  readonly ending: string;
  readonly mediaType: string;
  readonly print: (table: TableText) => string;
  /** In front of a file, not of a copy: tells a spreadsheet the encoding. */
  readonly mark?: string;
}

const FORMATS: readonly TableFormat[] = [
  { title: "CSV", ending: "csv", mediaType: "text/csv", print: printTableCsv, mark: "\uFEFF" },
  { title: "Markdown", ending: "md", mediaType: "text/markdown", print: printTableMarkdown },
  { title: "JSON", ending: "json", mediaType: "application/json", print: printTableJson },
];

/** The formats, each to copy or to save. */
export function TakeAwayList({ table, fileName }: { readonly table: () => TableText; readonly fileName: string }) {
  const save = ({ print, mark = "", ending, mediaType }: TableFormat) =>
    downloadText(mark + print(table()), `${fileName}.${ending}`, mediaType);
  return (
    <>
      <ul className={styles.formats}>
        {FORMATS.map((format) => (
          <li key={format.ending} className={styles.format}>
            <span className={styles.title}>{format.title}</span>
            <CopyButton name={`Copy as ${format.title}`} icon="copy" text={() => format.print(table())} />
            <Button aria-label={`Download as ${format.title}`} onClick={() => save(format)}>
              Download
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles.note}>What is in sight, with the link to it and the catalogue's version.</p>
    </>
  );
}
