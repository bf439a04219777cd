// Reads long dumps beside the page, so that typing waits for nothing.
import { readDump, type DumpRequest } from "./dump-work.ts";

addEventListener("message", ({ data }: MessageEvent<DumpRequest>) => {
  postMessage({ id: data.id, dump: readDump(data) });
});
