-- Asks with another query each time, which no contract names, so that no answer can be remembered.
local asked = 0

request = function()
  asked = asked + 1
  return wrk.format("GET", wrk.path .. "?asked=" .. asked)
end
