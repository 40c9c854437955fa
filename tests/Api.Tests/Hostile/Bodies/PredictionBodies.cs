using static LearnML.Api.Tests.Hostile.Bodies.Repeat;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Predictions in JSON and in CSV.</summary>
internal static class PredictionBodies
{
    private const string Table = $"/api/models/{AmplifyingBodyFixture.Table}/predict";
    private const string Images = $"/api/models/{AmplifyingBodyFixture.Images}/predict";

    public static IEnumerable<AmplifyingBody> All =>
    [
        Body("JSON rows: deep", 20_000, n => "{\"rows\":[{\"petal\":" + Text(n, "[")),
        Rows("JSON rows: wide, unknown names", 20_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Rows("JSON rows: wide, similar names", 1_000, n =>
            $$"""{ {{Join(n, i => $"\"{new string(' ', i % 50)}PETAL{new string(' ', i / 50)}\":1")}} }"""),
        Rows("JSON rows: a name repeated", 20_000, n => $$"""{ {{Join(n, "\"petal\":1")}} }"""),
        Rows("JSON rows: empty", 5_000, n => Join(n, "{}")),
        Rows("JSON rows: a missing column each", 5_000, n => Join(n, """{"petal":1}""")),
        Rows("JSON rows: new values", 5_000, n => Join(n, i => $$"""{"colour":"c{{i}}","kind":"k{{i}}"}""")),
        Rows("JSON rows: new names in each", 5_000, n => Join(n, i => $$"""{"a{{i}}":1,"b{{i}}":2}""")),
        Rows("JSON rows: not rows", 20_000, n => Join(n, "1")),
        Rows("JSON rows: lists as values", 5_000, n => Join(n, """{"petal":[],"sepal":{}}""")),
        Rows("JSON rows: one long text", 200_000, n => $$"""{"colour":"{{Text(n, "x")}}"}"""),
        Rows("JSON rows: one long number", 200_000, n => $$"""{"petal":1{{Text(n, "0")}}}"""),
        Rows("JSON rows: escapes", 50_000, n => $$"""{"colour":"{{Text(n, "\\u00e9")}}"}"""),
        new("JSON rows: compressed", Table, "application/json", 20_000, n => Gzip($$"""{"rows":[{{Join(n, "{}")}}]}""")) { Encoding = "gzip" },
        Body("JSON body: wide, unknown fields", 20_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Body("JSON body: a field repeated", 20_000, n => $$"""{ {{Join(n, "\"rows\":[{}]")}} }"""),
        Body("JSON body: white space", 200_000, n => Text(n, " ") + "{}"),
        Body("JSON columns: values", 10_000, n => $$"""{ "inputs": { "petal": [{{Join(n, i => $"\"x{i}\"")}}] } }"""),
        Body("JSON columns: unknown", 20_000, n => $$"""{ "inputs": { {{Join(n, i => $"\"n{i}\":[]")}} } }"""),
        Body("JSON columns: a column repeated", 20_000, n => $$"""{ "inputs": { {{Join(n, "\"petal\":[1]")}} } }"""),
        Body("JSON split: wide", 20_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, i => $"\"n{i}\"")}}], "data": [[{{Join(n, "1")}}]] } }"""),
        Body("JSON split: a column repeated", 20_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, "\"petal\"")}}], "data": [[{{Join(n, "1")}}]] } }"""),
        Body("JSON split: wide and empty rows", 5_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, i => $"\"n{i}\"")}}], "data": [{{Join(n, "[]")}}] } }"""),
        Body("JSON split: rows of one column", 5_000, n => $$"""{ "dataframe_split": { "columns": ["petal"], "data": [{{Join(n, "[1]")}}] } }"""),
        new("JSON images: deep", Images, "application/json", 20_000, n => Utf8("{\"instances\":" + Text(n, "["))),
        Image("JSON images: wide", 50_000, n => $"[{Join(n, "1")}]"),
        Image("JSON images: empty", 20_000, n => Join(n, "[]")),
        Image("JSON images: rows of one pixel", 20_000, n => $"[{Join(n, "[1]")}]"),
        Image("JSON images: numbers", 50_000, n => Join(n, "1")),
        Csv("CSV: wide", 20_000, n => Join(n, i => $"n{i}") + "\n"),
        Csv("CSV: wide within the limit", 2_000, n => Join(n, i => $"n{i}") + ",petal\n" + Join(n, "") + ",1\n"),
        Csv("CSV: a name repeated", 20_000, n => Join(n, "petal") + "\n"),
        Csv("CSV: similar names", 1_000, n => Join(n, i => $"\"{new string(' ', i)}PETAL\"") + "\n1\n"),
        Csv("CSV: empty lines", 25_000, n => "petal\n" + Text(n, "\n")),
        Csv("CSV: rows of one column", 10_000, n => "petal\n" + Text(n, "1\n")),
        Csv("CSV: new values", 10_000, n => "colour,kind\n" + string.Concat(Enumerable.Range(0, n).Select(i => $"c{i},k{i}\n"))),
        Csv("CSV: quotes", 100_000, n => "petal\n\"" + Text(n, "\"\"") + "\"\n"),
        Csv("CSV: an open quote", 100_000, n => "petal\n\"" + Text(n, "1\n")),
        Csv("CSV: one long line", 500_000, n => Text(n, "x")),
        Csv("CSV: rows of commas", 1_000, n => "petal\n" + Text(n, ",,,,,,,,\n")),
        new("CSV: compressed", Table, "text/csv", 20_000, n => Gzip("petal\n" + Text(n, "1\n"))) { Encoding = "gzip" },
    ];

    private static AmplifyingBody Body(string name, int size, Func<int, string> create) =>
        new(name, Table, "application/json", size, n => Utf8(create(n)));

    private static AmplifyingBody Rows(string name, int size, Func<int, string> rows) =>
        Body(name, size, n => $$"""{"rows":[{{rows(n)}}]}""");

    private static AmplifyingBody Image(string name, int size, Func<int, string> images) =>
        new(name, Images, "application/json", size, n => Utf8($$"""{"instances":[{{images(n)}}]}"""));

    private static AmplifyingBody Csv(string name, int size, Func<int, string> create) => new(name, Table, "text/csv", size, n => Utf8(create(n)));
}
