// All answers as files, and the report.
import { useEffect, useState } from "preact/hooks";
import { file } from "../../api";
import { language, t } from "../../words";
import { explain } from "./state";

const FORMATS = [["docx", "f_report_docx"], ["pdf", "f_report_pdf"], ["html", "f_report_html"], ["xlsx", "f_report_xlsx"]] as const;

/** Seconds since it was begun; a report takes its time. */
function Seconds() {
  const [n, setN] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setN((old) => old + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true"> {n > 1 && t("f_file_seconds", { n })}</span>;
}

/** Fetches a file with one press, and says how it goes. */
function useFile() {
  const [making, setMaking] = useState<string | null>(null);
  const [told, setTold] = useState<{ done?: string; problem?: string }>({});
  const take = async (href: string) => {
    if (making) return;
    setMaking(href);
    setTold({});
    try {
      const { data, name } = await file(href);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(data);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      setTold({ done: t("f_file_done", { name }) });
    } catch (error) {
      setTold({ problem: explain(error) });
    }
    setMaking(null);
  };
  return { making, told, take };
}

export function Exports({ simulated }: { simulated: number }) {
  const [include, setInclude] = useState(false);
  const { making, told, take } = useFile();
  const answers = (file: string, excel = false) => {
    const query = [excel && "excel=1", include && "simulated=1"].filter(Boolean).join("&");
    return `/api/export/${file}${query ? `?${query}` : ""}`;
  };
  const report = (kind: string, whole: string) => `/api/report/${kind}?${[`lang=${language.value}`, whole, include && "simulated=1"].filter(Boolean).join("&")}`;
  const link = (href: string, label: string) => (
    <a key={href} class="button quiet cmd" href={href} download aria-busy={making === href} aria-disabled={(making !== null && making !== href) || undefined}
      onClick={(event) => { event.preventDefault(); void take(href); }}>{t(label)}</a>
  );
  return (
    <section class="exports" aria-label={t("f_exports")}>
      <div>
        <h2>{t("f_exports")}</h2>
        <div class="cmds">
          {link(answers("answers.xlsx"), "f_export_xlsx")}
          {link(answers("answers.csv", true), "f_export_excel")}
          {link(answers("answers.csv"), "f_export_csv")}
          {link(answers("codebook.csv", true), "f_export_codebook")}
        </div>
        {simulated > 0 && <label class="tick"><input type="checkbox" checked={include} onChange={(event) => setInclude(event.currentTarget.checked)} /> {t("f_export_simulated")}</label>}
      </div>
      <div>
        <h2>{t("f_report")}</h2>
        <p class="soft small">{t("f_report_says")}</p>
        {([["", "f_report_meeting"], ["whole=1", "f_report_series"]] as const).map(([whole, name]) => (
          <div class="cmds" key={name} role="group" aria-label={t(name)}>
            <span class="cmds-name">{t(name)}</span>
            {FORMATS.map(([kind, label]) => link(report(kind, whole), label))}
          </div>
        ))}
      </div>
      <p class="file-fate" role="status">{making ? <>{t(making.startsWith("/api/report") ? "f_report_making" : "f_file_making")}<Seconds key={making} /></> : told.done}</p>
      {told.problem && <p class="alert" role="alert">{told.problem}</p>}
    </section>
  );
}
