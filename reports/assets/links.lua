-- On paper a link to another chapter leads to its place in the one document, and a link to a file
-- or page of the website is plain words. Web pages keep their links.
local known = {}

local function is_web()
  return FORMAT:match("html") ~= nil
end

local function note(element)
  if element.identifier and element.identifier ~= "" then
    known[element.identifier] = true
  end
end

-- What is for the web alone goes here already: a link must not lead to a place that goes later.
local function drop_hidden(block)
  if block.classes:includes("content-visible") and block.attributes["when-format"] == "html" then
    return {}
  end
end

local function settle(link)
  local target = link.target
  if target:match("^%a[%w+.-]*:") or target:match("^//") then
    return nil
  end
  local name = target:match("#(.+)$")
  if name and (target:match("^#") or target:match("%.qmd#")) and known[name] then
    link.target = "#" .. name
    return link
  end
  return link.content
end

-- "CSV" without a link says nothing.
local function drop_files(block)
  if not block.classes:includes("provenance") then
    return nil
  end
  return block:walk({
    Inlines = function(words)
      local kept = pandoc.Inlines({})
      for _, word in ipairs(words) do
        if word.t == "Str" and word.text == "·" then
          while #kept > 0 and kept[#kept].t == "Space" do
            kept:remove(#kept)
          end
          return kept
        end
        kept:insert(word)
      end
      return kept
    end,
  })
end

function Pandoc(document)
  if is_web() then
    return nil
  end
  document = document:walk({ Div = drop_hidden, Span = drop_hidden })
  document:walk({ Header = note, Div = note, Span = note, Table = note, Figure = note, Image = note })
  document = document:walk({ Div = drop_files })
  return document:walk({ Link = settle })
end
