using System.Net;
using static LearnML.Api.Tests.Hostile.Bodies.Repeat;
using static System.Net.HttpStatusCode;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Specs of jobs, and changes of recipes and models. None of them starts a job.</summary>
internal static class SpecBodies
{
    private const string Preview = "/api/jobs/preview";

    public static IEnumerable<AmplifyingBody> All =>
    [
        Spec("Spec: deep", BadRequest, 20_000, n => "\"network\":{\"layers\":" + Text(n, "[")),
        Spec("Spec: wide, unknown fields", OK, 5_000, n => Join(n, i => $"\"n{i}\":1")),
        Spec("Spec: a field repeated", BadRequest, 20_000, n => Join(n, "\"target\":\"price\"")),
        Spec("Spec: hidden layers", OK, 5_000, n => $$""" "network":{"hidden":[{{Join(n, "1")}}]} """),
        Spec("Spec: layers", OK, 1_000, n => $$""" "network":{"layers":[{{Join(n, """{"activation":"relu"}""")}}]} """),
        Spec("Spec: empty layers", OK, 5_000, n => $$""" "network":{"layers":[{{Join(n, "{}")}}]} """),
        Spec("Spec: unknown columns", OK, 5_000, n => $$""" "preprocessing":{"columns":[{{Join(n, i => $"\"n{i}\"")}}]} """),
        Spec("Spec: a column repeated", OK, 5_000, n => $$""" "preprocessing":{"columns":[{{Join(n, "\"petal\"")}}]} """),
        Spec("Spec: values of a search", OK, 5_000, n => $$""" "optimizer":{"learningRate":{"values":[{{Join(n, "0.1")}}]} } """),
        Spec("Spec: long name", OK, 200_000, n => $$""" "model":"{{Text(n, "x")}}" """),
        new("Spec: compressed", OK, Preview, "application/json", 20_000, n => Gzip($$"""{"dataset":"{{Text(n, " ")}}"}""")) { Encoding = "gzip" },
        Json("Recipe: wide patch", BadRequest, $"/api/recipes/glyphs/jobs", 5_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Json("Keys: wide", BadRequest, "/api/keys", 5_000, n => $$"""{"scopes":[{{Join(n, i => $"\"s{i}\"")}}]}"""),
        Json("Evaluation: wide", BadRequest, $"/api/models/{AmplifyingBodyFixture.Table}/evaluate", 5_000, n =>
            $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
    ];

    private static AmplifyingBody Spec(string name, HttpStatusCode status, int size, Func<int, string> fields) =>
        Json(name, status, Preview, size, n => $$"""{"dataset":"{{AmplifyingBodyFixture.Table}}",{{fields(n)}}}""");

    private static AmplifyingBody Json(string name, HttpStatusCode status, string path, int size, Func<int, string> create) =>
        new(name, status, path, "application/json", size, n => Utf8(create(n)));
}
