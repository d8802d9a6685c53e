/** `npm run replay -- --policy FILE --traces FILE.jsonl`: the same as `node dist/replay.js`, from the sources. */
import { runReplay } from '../src/actions/run-replay.ts'

await runReplay()
