// All answers as files.
import { useState } from "preact/hooks";
import { t } from "../../words";

export function Exports({ simulated }: { simulated: number }) {
  const [include, setInclude] = useState(false);
  const link = (file: string, excel = false) => {
    const query = [excel && "excel=1", include && "simulated=1"].filter(Boolean).join("&");
    return `/api/export/${file}${query ? `?${query}` : ""}`;
  };
  return (
    <section class="exports" aria-label={t("f_exports")}>
      <h2>{t("f_exports")}</h2>
      <div class="cmds">
        <a class="button quiet cmd" href={link("answers.xlsx")} download>{t("f_export_xlsx")}</a>
        <a class="button quiet cmd" href={link("answers.csv", true)} download>{t("f_export_excel")}</a>
        <a class="button quiet cmd" href={link("answers.csv")} download>{t("f_export_csv")}</a>
        <a class="button quiet cmd" href={link("codebook.csv", true)} download>{t("f_export_codebook")}</a>
      </div>
      {simulated > 0 && <label class="tick"><input type="checkbox" checked={include} onChange={(event) => setInclude(event.currentTarget.checked)} /> {t("f_export_simulated")}</label>}
    </section>
  );
}
