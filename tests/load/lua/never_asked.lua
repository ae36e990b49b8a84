-- Pages that nobody asked for before: random filters and sorts over the whole list, 250 assets each.
local sorts = { "market_cap", "price", "volume_24h", "price_change_percentage_24h", "price_change_percentage_7d" }
local directions = { "asc", "desc" }
math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 1000000)
request = function()
  return wrk.format("GET", string.format("/v1/assets?limit=250&sort=%s&direction=%s&min_price=%.7f",
    sorts[math.random(#sorts)], directions[math.random(2)], math.random() / 1000))
end
dofile(os.getenv("LOAD_LUA") .. "/report.lua")
