-- A year of daily candles of one asset after another. LOAD_KEYS has the assets, as the address of the server names them; LOAD_ENDS is how many
-- ends of the range there are: as many as fit, and no request is made twice; a few, and they come again after all the others.
local keys = {}
for key in os.getenv("LOAD_KEYS"):gmatch("%S+") do keys[#keys + 1] = key end
local template, ends, limit = os.getenv("LOAD_TEMPLATE"), tonumber(os.getenv("LOAD_ENDS")), os.getenv("LOAD_LIMIT")
local turn = ends > 1000000 and os.time() * 100000 % ends or 0
request = function()
  turn = turn + 1
  local key, finish = keys[turn % #keys + 1], math.floor(turn / #keys) % ends
  local moment = string.format("2026-01-01T00:%02d:%02d.%06dZ", finish % 60, math.floor(finish / 60) % 60, math.floor(finish / 3600) % 1000000)
  return wrk.format("GET", (template:gsub("{key}", key):gsub("{to}", moment):gsub("{limit}", limit)))
end
dofile(os.getenv("LOAD_LUA") .. "/report.lua")
