import { Budget } from '../budget.ts';
import { type DbCall, jsonObjectBody } from '../call.ts';
import { type FindRequest, readFindRequest } from '../mango/find-request.ts';
import { indexJson, listIndexes } from '../mango/indexes.ts';
import { choosePlan, type Plan } from '../mango/plan.ts';
import { runFind } from '../mango/run-find.ts';
import { toJson } from '../mango/selector.ts';

/** `POST /{db}/_find`. */
export async function find(call: DbCall): Promise<object> {
  const request = readFindRequest(jsonObjectBody(call));
  const plan = choosePlan(request, await listIndexes(call.db));
  const started = performance.now();
  const { docs, bookmark, examined } = await call.finds.take(() =>
    runFind(call.db, request, plan, new Budget(call.limits)),
  );
  return {
    docs,
    bookmark,
    ...(request.executionStats && {
      execution_stats: {
        total_keys_examined: 0,
        total_docs_examined: examined,
        total_quorum_docs_examined: 0,
        results_returned: docs.length,
        execution_time_ms: performance.now() - started,
      },
    }),
    ...(plan.warning !== undefined && { warning: plan.warning }),
  };
}

/** `POST /{db}/_explain`: the index that gives a query its order, and that all documents are looked through for it. */
export async function explain(call: DbCall): Promise<object> {
  const request = readFindRequest(jsonObjectBody(call));
  const plan = choosePlan(request, await listIndexes(call.db));
  return {
    dbname: call.name,
    index: indexJson(plan.index),
    partitioned: false,
    selector: toJson(request.selector),
    opts: optionsJson(request, plan),
    limit: request.limit,
    skip: request.skip,
    fields: request.fields ?? [],
    covering: false,
    execution: 'full scan',
    ...(plan.warning !== undefined && { warning: plan.warning }),
  };
}

function optionsJson(request: FindRequest, plan: Plan): object {
  const { useIndex, bookmark, limit, skip, sort, fields, conflicts, executionStats, allowFallback } = request;
  return {
    use_index: useIndex,
    bookmark: bookmark ?? 'nil',
    limit,
    skip,
    sort: Object.fromEntries(sort),
    fields: fields ?? [],
    conflicts,
    execution_stats: executionStats,
    allow_fallback: allowFallback,
    direction: plan.descending ? 'rev' : 'fwd',
  };
}
