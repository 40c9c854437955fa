using System.Net;
using System.Text;
using static LearnML.Api.Tests.Hostile.Bodies.Repeat;
using static System.Net.HttpStatusCode;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Requests to <c>/v2</c>, in JSON and with binary tensors.</summary>
internal static class InferenceBodies
{
    private const string Path = $"/v2/models/{AmplifyingBodyFixture.Table}/infer";
    private const string Column = "\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]";

    public static IEnumerable<AmplifyingBody> All =>
    [
        Json("v2 JSON: deep", BadRequest, 20_000, n => "{\"inputs\":" + Text(n, "[")),
        Json("v2 JSON: deep data", BadRequest, 20_000, n => """{"inputs":[{"name":"petal","shape":[1],"datatype":"FP64","data":""" + Text(n, "[")),
        Json("v2 JSON: wide, unknown inputs", BadRequest, 5_000, n => $$"""{"inputs":[{{Join(n, i => $$"""{"name":"n{{i}}",{{Column}}}""")}}]}"""),
        Json("v2 JSON: an input repeated", BadRequest, 5_000, n => $$"""{"inputs":[{{Join(n, $$"""{"name":"petal",{{Column}}}""")}}]}"""),
        Json("v2 JSON: empty inputs", BadRequest, 20_000, n => $$"""{"inputs":[{{Join(n, "{}")}}]}"""),
        Json("v2 JSON: long shape", BadRequest, 20_000, n =>
            $$"""{"inputs":[{"name":"rows","shape":[{{Join(n, "1")}}],"datatype":"FP64","data":[1]}]}"""),
        Json("v2 JSON: new values", OK, 5_000, n => $$"""{"inputs":[{{Join(5, i => $$"""
            {"name":"{{AmplifyingBodyFixture.Columns[i]}}","shape":[{{n}}],"datatype":"BYTES","data":[{{Join(n, j => $"\"x{j}\"")}}]}
            """)}}]}"""),
        Json("v2 JSON: unknown outputs", BadRequest, 10_000, n =>
            $$"""{"inputs":[{"name":"petal",{{Column}}}],"outputs":[{{Join(n, i => $$"""{"name":"o{{i}}"}""")}}]}"""),
        Json("v2 JSON: an output repeated", BadRequest, 10_000, n => $$"""{"inputs":[{{Join(5, i =>
            $$"""{"name":"{{AmplifyingBodyFixture.Columns[i]}}","shape":[1],"datatype":"BYTES","data":["1"]}""")}}],"outputs":[{{Join(
                n, """{"name":"value"}""")}}]}"""),
        Json("v2 JSON: unknown fields", BadRequest, 20_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Json("v2 JSON: long id", BadRequest, 200_000, n => $$"""{"id":"{{Text(n, "x")}}","inputs":[{"name":"petal",{{Column}}}]}"""),
        new("v2 JSON: compressed", BadRequest, Path, "application/json", 20_000, n =>
            Gzip($$"""{"inputs":[{{Join(n, "{}")}}]}""")) { Encoding = "gzip" },
        Binary("v2 binary: empty texts", BadRequest, 20_000, n => (Input("BYTES", n, 4 * n), new byte[4 * n])),
        Binary("v2 binary: empty inputs", BadRequest, 2_000, n => ($$"""{"inputs":[{{Join(n, i =>
            $$"""{"name":"n{{i}}","shape":[0],"datatype":"FP64","parameters":{"binary_data_size":0} }""")}}]}""", [])),
        Binary("v2 binary: numbers that are missing", BadRequest, 20_000, n => (Input("FP64", n, 8 * n), [.. Enumerable.Repeat((byte)0xFF, 8 * n)])),
        Binary("v2 binary: more data than shape", BadRequest, 100_000, n => (Input("FP64", 1, 8), new byte[n])),
    ];

    private static string Input(string datatype, int rows, int bytes) =>
        $$"""{"inputs":[{"name":"petal","shape":[{{rows}}],"datatype":"{{datatype}}","parameters":{"binary_data_size":{{bytes}} } }]}""";

    private static AmplifyingBody Json(string name, HttpStatusCode status, int size, Func<int, string> create) =>
        new(name, status, Path, "application/json", size, n => Utf8(create(n)));

    private static AmplifyingBody Binary(string name, HttpStatusCode status, int size, Func<int, (string Head, byte[] Data)> create) =>
        new(name, status, Path, AmplifyingBody.BinaryTensors, size, n =>
        {
            var (head, data) = create(n);
            return [.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(head)), .. Encoding.UTF8.GetBytes(head), .. data];
        });
}
