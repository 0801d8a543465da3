// All answers as files, and the report.
import { useEffect, useState } from "preact/hooks";
import { get } from "../../api";
import { Exports } from "../cockpit/exports";

export function Files({ lost }: { lost: (error: unknown) => void }) {
  // simulated participants may be in any meeting of the series
  const [simulated, setSimulated] = useState(0);
  useEffect(() => {
    get<{ simulated: number }>("/api/follow-up?room=all", AbortSignal.timeout(180_000)).then((found) => setSimulated(found.simulated), lost);
  }, []);
  return <Exports simulated={simulated} />;
}
