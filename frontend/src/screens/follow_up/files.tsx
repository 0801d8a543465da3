// All answers as files, and the report.
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../../api";
import { Exports } from "../cockpit/exports";

export function Files({ lost }: { lost: () => void }) {
  // simulated participants may be in any meeting of the series
  const [simulated, setSimulated] = useState(0);
  useEffect(() => {
    get<{ simulated: number }>("/api/follow-up?room=all").then((found) => setSimulated(found.simulated), (error: unknown) => error instanceof Refusal && error.status === 401 && lost());
  }, []);
  return <Exports simulated={simulated} />;
}
