// All answers as files, and the report.
import { useState } from "preact/hooks";
import { language, t } from "../../words";

const FORMATS = [["docx", "f_report_docx"], ["pdf", "f_report_pdf"], ["html", "f_report_html"], ["xlsx", "f_report_xlsx"]] as const;

export function Exports({ simulated }: { simulated: number }) {
  const [include, setInclude] = useState(false);
  const link = (file: string, excel = false) => {
    const query = [excel && "excel=1", include && "simulated=1"].filter(Boolean).join("&");
    return `/api/export/${file}${query ? `?${query}` : ""}`;
  };
  const report = (kind: string, whole: string) => `/api/report/${kind}?${[`lang=${language.value}`, whole, include && "simulated=1"].filter(Boolean).join("&")}`;
  return (
    <section class="exports" aria-label={t("f_exports")}>
      <div>
        <h2>{t("f_exports")}</h2>
        <div class="cmds">
          <a class="button quiet cmd" href={link("answers.xlsx")} download>{t("f_export_xlsx")}</a>
          <a class="button quiet cmd" href={link("answers.csv", true)} download>{t("f_export_excel")}</a>
          <a class="button quiet cmd" href={link("answers.csv")} download>{t("f_export_csv")}</a>
          <a class="button quiet cmd" href={link("codebook.csv", true)} download>{t("f_export_codebook")}</a>
        </div>
        {simulated > 0 && <label class="tick"><input type="checkbox" checked={include} onChange={(event) => setInclude(event.currentTarget.checked)} /> {t("f_export_simulated")}</label>}
      </div>
      <div>
        <h2>{t("f_report")}</h2>
        <p class="soft small">{t("f_report_says")}</p>
        {([["", "f_report_meeting"], ["whole=1", "f_report_series"]] as const).map(([whole, name]) => (
          <div class="cmds" key={name} role="group" aria-label={t(name)}>
            <span class="cmds-name">{t(name)}</span>
            {FORMATS.map(([kind, label]) => <a key={kind} class="button quiet cmd" href={report(kind, whole)} download>{t(label)}</a>)}
          </div>
        ))}
      </div>
    </section>
  );
}
