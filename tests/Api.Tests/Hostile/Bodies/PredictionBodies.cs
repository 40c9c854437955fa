using System.Net;
using static LearnML.Api.Tests.Hostile.Bodies.Repeat;
using static System.Net.HttpStatusCode;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Predictions in JSON and in CSV.</summary>
internal static class PredictionBodies
{
    private const string Table = $"/api/models/{AmplifyingBodyFixture.Table}/predict";
    private const string Images = $"/api/models/{AmplifyingBodyFixture.Images}/predict";

    public static IEnumerable<AmplifyingBody> All =>
    [
        Body("JSON rows: deep", BadRequest, 20_000, n => "{\"rows\":[{\"petal\":" + Text(n, "[")),
        Rows("JSON rows: wide, unknown names", OK, 20_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Rows("JSON rows: wide, similar names", BadRequest, 1_000, n =>
            $$"""{ {{Join(n, i => $"\"{CreateSimilarName(i, n)}\":1")}} }"""),
        Rows("JSON rows: a name repeated", BadRequest, 20_000, n => $$"""{ {{Join(n, "\"petal\":1")}} }"""),
        Rows("JSON rows: empty", OK, 5_000, n => Join(n, "{}")),
        Rows("JSON rows: a missing column each", OK, 5_000, n => Join(n, """{"petal":1}""")),
        Rows("JSON rows: new values", OK, 5_000, n => Join(n, i => $$"""{"colour":"c{{i}}","kind":"k{{i}}"}""")),
        Rows("JSON rows: new names in each", OK, 5_000, n => Join(n, i => $$"""{"a{{i}}":1,"b{{i}}":2}""")),
        Rows("JSON rows: not rows", BadRequest, 20_000, n => Join(n, "1")),
        Rows("JSON rows: lists as values", BadRequest, 5_000, n => Join(n, """{"petal":[],"sepal":{}}""")),
        Rows("JSON rows: one long text", OK, 200_000, n => $$"""{"colour":"{{Text(n, "x")}}"}"""),
        Rows("JSON rows: one long number", OK, 200_000, n => $$"""{"petal":1{{Text(n, "0")}}}"""),
        Rows("JSON rows: escapes", OK, 25_000, n => $$"""{"colour":"{{Text(n, "\\u00e9")}}"}"""),
        new("JSON rows: compressed", OK, Table, "application/json", 20_000, n => Gzip($$"""{"rows":[{{Join(n, "{}")}}]}""")) { Encoding = "gzip" },
        Body("JSON body: wide, unknown fields", BadRequest, 20_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Body("JSON body: a field repeated", BadRequest, 20_000, n => $$"""{ {{Join(n, "\"rows\":[{}]")}} }"""),
        Body("JSON body: white space", BadRequest, 200_000, n => Text(n, " ") + "{}"),
        Body("JSON columns: values", OK, 10_000, n => $$"""{ "inputs": { "petal": [{{Join(n, i => $"\"x{i}\"")}}] } }"""),
        Body("JSON columns: unknown", BadRequest, 20_000, n => $$"""{ "inputs": { {{Join(n, i => $"\"n{i}\":[]")}} } }"""),
        Body("JSON columns: a column repeated", BadRequest, 20_000, n => $$"""{ "inputs": { {{Join(n, "\"petal\":[1]")}} } }"""),
        Body("JSON split: wide", OK, 20_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, i => $"\"n{i}\"")}}], "data": [[{{Join(n, "1")}}]] } }"""),
        Body("JSON split: a column repeated", BadRequest, 20_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, "\"petal\"")}}], "data": [[{{Join(n, "1")}}]] } }"""),
        Body("JSON split: wide and empty rows", BadRequest, 5_000, n =>
            $$"""{ "dataframe_split": { "columns": [{{Join(n, i => $"\"n{i}\"")}}], "data": [{{Join(n, "[]")}}] } }"""),
        Body("JSON split: rows of one column", OK, 5_000, n => $$"""{ "dataframe_split": { "columns": ["petal"], "data": [{{Join(n, "[1]")}}] } }"""),
        new("JSON images: deep", BadRequest, Images, "application/json", 20_000, n => Utf8("{\"instances\":" + Text(n, "["))),
        Image("JSON images: wide", BadRequest, 50_000, n => $"[{Join(n, "1")}]"),
        Image("JSON images: empty", BadRequest, 20_000, n => Join(n, "[]")),
        Image("JSON images: rows of one pixel", BadRequest, 20_000, n => $"[{Join(n, "[1]")}]"),
        Image("JSON images: numbers", BadRequest, 50_000, n => Join(n, "1")),
        Csv("CSV: wide", BadRequest, 20_000, n => Join(n, i => $"n{i}") + "\n"),
        Csv("CSV: wide within the limit", OK, 2_000, n => Join(n, i => $"n{i}") + ",petal\n" + Join(n, "") + ",1\n"),
        Csv("CSV: a name repeated", BadRequest, 20_000, n => Join(n, "petal") + "\n"),
        Csv("CSV: similar names", BadRequest, 1_000, n => Join(n, i => $"\"{CreateSimilarName(i, n)}\"") + "\n1\n"),
        Csv("CSV: empty lines", OK, 25_000, n => "petal\n" + Text(n, "\n")),
        Csv("CSV: rows of one column", OK, 10_000, n => "petal\n" + Text(n, "1\n")),
        Csv("CSV: new values", OK, 5_000, n => "colour,kind\n" + string.Concat(Enumerable.Range(0, n).Select(i => $"c{i},k{i}\n"))),
        Csv("CSV: quotes", OK, 100_000, n => "petal\n\"" + Text(n, "\"\"") + "\"\n"),
        Csv("CSV: an open quote", BadRequest, 100_000, n => "petal\n\"" + Text(n, "1\n")),
        Csv("CSV: one long line", BadRequest, 500_000, n => Text(n, "x")),
        Csv("CSV: rows of commas", BadRequest, 1_000, n => "petal\n" + Text(n, ",,,,,,,,\n")),
        new("CSV: compressed", OK, Table, "text/csv", 20_000, n => Gzip("petal\n" + Text(n, "1\n"))) { Encoding = "gzip" },
    ];

    /// <summary>Returns one of at most 4,000 names that differ by spaces only. However many there are, they are equally long on average.</summary>
    private static string CreateSimilarName(int index, int count) =>
        new string(' ', index % 64) + "PETAL" + new string(' ', 64 * index / count);

    private static AmplifyingBody Body(string name, HttpStatusCode status, int size, Func<int, string> create) =>
        new(name, status, Table, "application/json", size, n => Utf8(create(n)));

    private static AmplifyingBody Rows(string name, HttpStatusCode status, int size, Func<int, string> rows) =>
        Body(name, status, size, n => $$"""{"rows":[{{rows(n)}}]}""");

    private static AmplifyingBody Image(string name, HttpStatusCode status, int size, Func<int, string> images) =>
        new(name, status, Images, "application/json", size, n => Utf8($$"""{"instances":[{{images(n)}}]}"""));

    private static AmplifyingBody Csv(string name, HttpStatusCode status, int size, Func<int, string> create) =>
        new(name, status, Table, "text/csv", size, n => Utf8(create(n)));
}
