-- wrk: each request sends the next body of the file that BODIES names; threads take turns, so none is sent twice.
local threads = {}

function setup(thread)
  thread:set("first", #threads)
  table.insert(threads, thread)
end

function init(args)
  bodies = {}
  for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
  next_body = first
  stride = tonumber(os.getenv("THREADS"))
  wrong = 0
end

function request()
  local body = bodies[next_body % #bodies + 1]
  next_body = next_body + stride
  return wrk.format("POST", "/api/v1/ask", { ["Content-Type"] = "application/json", ["Host"] = "localhost" }, body)
end

function response(status)
  if status ~= 200 then wrong = wrong + 1 end
end

function done(summary, latency)
  local all = 0
  for _, thread in ipairs(threads) do all = all + thread:get("wrong") end
  local e = summary.errors
  io.write(string.format(
    "RESULT {\"requests\": %d, \"seconds\": %f, \"bytes\": %d, \"errors\": %d, \"median_ms\": %f, \"p99_ms\": %f}\n",
    summary.requests, summary.duration / 1e6, summary.bytes,
    e.connect + e.read + e.write + e.timeout + all, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
