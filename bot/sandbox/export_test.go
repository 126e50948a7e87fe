package sandbox

// What the fuzz target of the HTML parser needs.
var (
	ParseHTML  = parseHTML
	RenderHTML = renderHTML
)
