using System.Net;
using LearnML.Api.Tests.Models.Transfer;
using static LearnML.Api.Tests.Hostile.Bodies.Repeat;
using static System.Net.HttpStatusCode;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Tables of every kind, and model files.</summary>
internal static class UploadBodies
{
    private const string Tables = "/api/datasets/preview";
    private const string Models = "/api/models";

    /// <summary>Returns the bodies.</summary>
    /// <param name="model">A model file.</param>
    public static IEnumerable<AmplifyingBody> Create(byte[] model) =>
    [
        Table("CSV upload: wide", OK, 1_000, n => Join(n, i => $"n{i}") + "\n" + Join(n, "1") + "\n" + Join(n, "2") + "\n"),
        Table("CSV upload: beyond the limit of columns", BadRequest, 20_000, n => Join(n, i => $"n{i}") + "\n" + Join(n, "1") + "\n"),
        Table("CSV upload: a name repeated", BadRequest, 5_000, n => Join(n, "a") + "\n" + Join(n, "1") + "\n"),
        Table("CSV upload: empty cells", OK, 1_000, n => Text(n, ",") + "\n" + Text(n, ",") + "\n"),
        Table("CSV upload: empty rows", OK, 50_000, n => "a,b\n" + Text(n, ",\n")),
        Table("CSV upload: empty lines", OK, 100_000, n => "a,b\n1,2\n" + Text(n, "\n")),
        Table("CSV upload: different texts", OK, 20_000, n => "a,b\n" + string.Concat(Enumerable.Range(0, n).Select(i => $"t{i},u{i}\n"))),
        Table("CSV upload: different units", OK, 10_000, n => "a,b\n" + string.Concat(Enumerable.Range(0, n).Select(i => $"{i} u{i},{i}.{i}.{i}\n"))),
        Table("CSV upload: quotes", OK, 100_000, n => "a,b\n\"" + Text(n, "\"\"") + "\",1\nx,2\n"),
        Table("CSV upload: an open quote", BadRequest, 100_000, n => "a,b\n\"" + Text(n, "1,2\n")),
        Table("CSV upload: rows of growing length", BadRequest, 400, n =>
            "a\n" + string.Concat(Enumerable.Range(0, n).Select(i => Text(400 * i / n, ",") + "\n"))),
        new("CSV upload: compressed", OK, Tables, null, 25_000, n => Gzip("a,b\n" + Text(n, "1,2\n"))),
        Table("JSON Lines upload: wide", OK, 1_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }""" + "\n"),
        Table("JSON Lines upload: new names in each row", OK, 200, n =>
            string.Concat(Enumerable.Range(0, n).Select(i => $$"""{"n{{i}}":1}""" + "\n"))),
        Table("JSON Lines upload: a name repeated", BadRequest, 5_000, n => $$"""{ {{Join(n, "\"a\":1")}} }""" + "\n"),
        Table("JSON Lines upload: empty rows", OK, 20_000, n => "{\"a\":1,\"b\":2}\n" + Text(n, "{}\n")),
        Table("JSON Lines upload: deep", BadRequest, 20_000, n => "{\"a\":" + Text(n, "[")),
        new("Parquet upload: wide", OK, Tables, null, 500, n => HostileParquet.Create(n, rows: 2)),
        new("Parquet upload: rows", OK, Tables, null, 50_000, n => HostileParquet.Create(columns: 2, n)),
        new("Workbook upload: empty cells", BadRequest, Tables, null, 5_000, n => HostileWorkbook.Create($"<row r=\"2\">{Text(n, "<c/>")}</row>")),
        new("Workbook upload: empty rows", BadRequest, Tables, null, 20_000, n => HostileWorkbook.Create(Text(n, "<row/>"))),
        new("Workbook upload: deep", BadRequest, Tables, null, 5_000, n => HostileWorkbook.Create(Text(n, "<x>"))),
        new("Workbook upload: formats", BadRequest, Tables, null, 5_000, n =>
            HostileWorkbook.Create("", $"<styleSheet><cellXfs>{Text(n, "<xf/>")}</cellXfs></styleSheet>")),
        new("Workbook upload: texts of one item", BadRequest, Tables, null, 20_000, n =>
            HostileWorkbook.Create("", texts: $"<sst xmlns=\"{HostileWorkbook.Spreadsheet}\"><si>{Text(n, "<t>a</t>")}</si></sst>")),
        new("Workbook upload: inline texts of one cell", BadRequest, Tables, null, 20_000, n =>
            HostileWorkbook.Create($"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>{Text(n, "<r><t>a</t></r>")}</is></c></row>")),
        Header("Model file: wide", BadRequest, 2_000, n => $$"""{ {{Join(n, i => $$"""
            "t{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """)}} }"""),
        Header("Model file: a name repeated", BadRequest, 2_000, n => $$"""{ {{Join(n, """
            "t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """)}} }"""),
        Header("Model file: deep", BadRequest, 20_000, n => "{\"__metadata__\":" + Text(n, "[")),
        Header("Model file: metadata", BadRequest, 5_000, n => $$"""{"__metadata__":{ {{Join(n, i => $"\"m{i}\":\"\"")}} } }"""),
        Header("Model file: long shape", BadRequest, 20_000, n => $$"""{"t":{"dtype":"F32","shape":[{{Join(n, "1")}}],"data_offsets":[0,4]} }"""),
        Header("Model file: white space", BadRequest, 200_000, n => "{}" + Text(n, " ")),
        Description(model, "Model file: classes", BadRequest, "classes", 2_000, n => $"[{Join(n, i => $"\"c{i}\"")}]"),
        Description(model, "Model file: a class repeated", BadRequest, "classes", 5_000, n => $"[{Join(n, "\"c\"")}]"),
        Description(model, "Model file: columns", BadRequest, "table.columns", 1_000, n =>
            $"[{Join(n, i => $$"""{"name":"c{{i}}","type":"numeric"}""")}]"),
        Description(model, "Model file: empty columns", BadRequest, "table.columns", 5_000, n => $"[{Join(n, "{}")}]"),
        Description(model, "Model file: layers", BadRequest, "spec.network", 1_000, n =>
            $$"""{"layers":[{{Join(n, """{"activation":"relu"}""")}}]}"""),
    ];

    private static AmplifyingBody Table(string name, HttpStatusCode status, int size, Func<int, string> create) =>
        new(name, status, Tables, null, size, n => Utf8(create(n)));

    private static AmplifyingBody Header(string name, HttpStatusCode status, int size, Func<int, string> create) =>
        new(name, status, Models, null, size, n => SafetensorsModelFile.Combine(create(n), new byte[4]));

    private static AmplifyingBody Description(byte[] model, string name, HttpStatusCode status, string path, int size, Func<int, string> create) =>
        new(name, status, Models, null, size, n => new SafetensorsModelFile(model).With(path, create(n)).ToBytes());
}
